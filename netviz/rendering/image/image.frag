#version 440
layout(location = 0) in vec2 v_p;
layout(location = 0) out vec4 colour;

layout(std140, binding = 0) uniform Image {
    mat4 clip;
    vec4 screen;
    vec4 rect;
    vec4 lines;
    vec4 low;
    vec4 high;
    vec4 grid;
    vec4 border;
};
layout(binding = 1) uniform highp sampler2D shades;   // R32F, one texel a cell

float covers(float distance_px, float width) { return clamp(0.5 * width + 0.5 - abs(distance_px), 0.0, min(width, 1.0)); }

void main() {
    float n = rect.w;
    float cell = rect.z / n;
    vec2 in_cells = v_p / cell;
    vec4 o = vec4(0.0);
    if (all(greaterThanEqual(v_p, vec2(0.0))) && all(lessThan(v_p, vec2(rect.z)))) {
        float shade = texelFetch(shades, ivec2(clamp(floor(in_cells), vec2(0.0), vec2(n - 1.0))), 0).r;
        o = vec4(mix(low.rgb, high.rgb, shade), 1.0);
        vec2 nearest = floor(in_cells + 0.5);
        vec2 inside = step(0.5, nearest) * step(nearest, vec2(n - 0.5));
        vec2 away = v_p - nearest * cell;
        o.rgb = mix(o.rgb, grid.rgb, lines.z * inside.x * covers(away.x, lines.x));
        o.rgb = mix(o.rgb, grid.rgb, lines.z * inside.y * covers(away.y, lines.x));
    }
    // The border is a line around the square, half of it outside.
    vec2 q = abs(v_p - 0.5 * rect.z) - 0.5 * rect.z;
    float covered = covers(max(q.x, q.y), lines.y);
    colour = o * (1.0 - covered) + vec4(border.rgb, 1.0) * covered;
}
