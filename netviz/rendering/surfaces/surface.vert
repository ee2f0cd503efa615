#version 440
// One quad per neuron.
layout(location = 0) in vec3 place;   // centre and half a side on the page
layout(location = 1) in vec4 look;    // tile, and where the mark lies in it, 0 to 1

layout(std140, binding = 0) uniform Surfaces {
    mat4 clip;
    vec4 screen;    // device pixels: width, height, 1 / width, 1 / height
    vec4 camera;    // zoom and shift from the page to device pixels, device pixels per logical pixel
    vec4 form;      // the corner's share of half a side; device pixels: the rim, a tile's side, the smallest half
    vec4 atlas;     // pixels: width, height, 1 / width, 1 / height
    vec4 mark;      // device pixels: radius, halo; the radius as a share of half a side, at most
    vec4 rim;
    vec4 halo;
    vec4 ink;
};

layout(location = 0) out vec2 v_p;      // device pixels from the middle
layout(location = 1) out float v_half;  // device pixels
layout(location = 2) out vec4 v_look;

void main() {
    float half_side = place.z * camera.x;
    float drawn = half_side < form.w ? 0.0 : half_side + 1.0;
    vec2 corner = vec2((gl_VertexIndex & 1) == 0 ? -1.0 : 1.0, (gl_VertexIndex & 2) == 0 ? -1.0 : 1.0);
    v_p = corner * drawn;
    v_half = half_side;
    v_look = look;
    vec2 p = place.xy * camera.x + camera.yz + v_p;
    gl_Position = clip * vec4(p.x * screen.z * 2.0 - 1.0, 1.0 - p.y * screen.w * 2.0, 0.0, 1.0);
}
