#version 440
layout(location = 0) in vec2 v_p;
layout(location = 1) in float v_half;
layout(location = 2) in vec4 v_look;
layout(location = 0) out vec4 colour;

layout(std140, binding = 0) uniform Surfaces {
    mat4 clip;
    vec4 screen;
    vec4 camera;
    vec4 form;
    vec4 atlas;
    vec4 mark;
    vec4 rim;
    vec4 halo;
    vec4 ink;
};
layout(binding = 1) uniform sampler2D pictures;   // a tile for each neuron

void main() {
    float corner = form.x * v_half;
    vec2 q = abs(v_p) - (v_half - corner);
    float d = length(max(q, vec2(0.0))) + min(max(q.x, q.y), 0.0) - corner;
    float outer = clamp(0.5 - d, 0.0, 1.0);
    float inner = min(clamp(0.5 - (d + form.y), 0.0, 1.0), outer);
    // Within the tile, so that no neighbour shines through at its border.
    vec2 within = clamp((v_p / v_half * 0.5 + 0.5) * form.z, vec2(0.5), vec2(form.z - 0.5));
    vec3 fill = texture(pictures, (floor(v_look.xy + 0.5) * form.z + within) * atlas.zw).rgb;
    float size = min(mark.x, mark.z * v_half);
    float away = length(v_p - (v_look.zw * 2.0 - 1.0) * v_half);
    fill = mix(fill, halo.rgb, clamp(size + mark.y + 0.5 - away, 0.0, 1.0));
    fill = mix(fill, ink.rgb, clamp(size + 0.5 - away, 0.0, 1.0));
    colour = vec4(rim.rgb * (outer - inner) + fill * inner, outer);
}
