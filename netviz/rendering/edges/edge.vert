#version 440
// One quad per edge. Its weight is read from the flat array of parameters by the edge's index.
layout(location = 0) in uint edge;

layout(std140, binding = 0) uniform Edges {
    mat4 clip;         // the graphics API's clip space
    vec4 screen;       // device pixels: width, height, 1 / width, 1 / height
    vec4 camera;       // zoom and shift from the page to device pixels, device pixels per logical pixel
    vec4 options;      // opacity of all, 1 to begin at the true pixels, dash of negative edges in device pixels (0: solid)
    vec4 limits;       // thinnest edge in device pixels, faintest opacity
    vec4 positive;
    vec4 negative;
    ivec4 count;       // layers
    ivec4 layer[64];   // first edge, first source, first target, targets
    vec4 style[64];    // 1 / reference, power, widest in device pixels, opacity of the strongest
};
layout(binding = 1) uniform highp sampler2D weights;   // R32F, 4096 wide
layout(binding = 2) uniform highp sampler2D nodes;     // RGBA32F, 4096 wide: centre, port
layout(binding = 3) uniform highp sampler2D gains;     // R32F, 4096 wide

layout(location = 0) out vec4 v_colour;
layout(location = 1) out vec4 v_place;   // across the line and half its width, along it and the length of a dash (0: solid)

ivec2 fold(int i) { return ivec2(i & 4095, i >> 12); }

void main() {
    int e = int(edge);
    int k = 0;
    while (k + 1 < count.x && e >= layer[k + 1].x) ++k;
    int local = e - layer[k].x;
    int i = local / layer[k].w;
    int source = layer[k].y + i;
    int target = layer[k].z + local - i * layer[k].w;

    float value = texelFetch(weights, fold(e), 0).r * texelFetch(gains, fold(source), 0).r;
    float strength = pow(min(abs(value) * style[k].x, 1.0), style[k].y);
    float opacity = style[k].w * strength;
    if (opacity < limits.y) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        v_colour = vec4(0.0);
        v_place = vec4(0.0);
        return;
    }
    float width = mix(limits.x, style[k].z, strength);
    opacity *= options.x * min(width, 1.0);
    float half_width = 0.5 * max(width, 1.0);

    vec4 from = texelFetch(nodes, fold(source), 0);
    vec2 a = mix(from.zw, from.xy, options.y) * camera.x + camera.yz;
    vec2 b = texelFetch(nodes, fold(target), 0).xy * camera.x + camera.yz;
    vec2 along = b - a;
    float length_px = max(length(along), 1e-6);
    along /= length_px;
    vec2 across = vec2(-along.y, along.x);

    float side = (gl_VertexIndex & 1) == 0 ? -1.0 : 1.0;
    bool at_end = (gl_VertexIndex & 2) != 0;
    float reach = half_width + 0.5;
    vec2 p = (at_end ? b : a) + across * (side * reach);
    v_colour = vec4((value < 0.0 ? negative.rgb : positive.rgb) * opacity, opacity);
    v_place = vec4(side * reach, half_width, at_end ? length_px : 0.0, value < 0.0 ? options.z : 0.0);
    gl_Position = clip * vec4(p.x * screen.z * 2.0 - 1.0, 1.0 - p.y * screen.w * 2.0, 0.0, 1.0);
}
