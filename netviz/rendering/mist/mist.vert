#version 440
// One quad between two columns.
layout(std140, binding = 0) uniform Mist {
    mat4 clip;
    vec4 screen;   // device pixels: width, height, 1 / width, 1 / height
    vec4 camera;   // zoom and shift from the page to device pixels, device pixels per logical pixel
    vec4 rect;     // on the page: left, top, width, height
};

layout(location = 0) out vec2 v_at;

void main() {
    v_at = vec2((gl_VertexIndex & 1) == 0 ? 0.0 : 1.0, (gl_VertexIndex & 2) == 0 ? 0.0 : 1.0);
    vec2 p = (rect.xy + v_at * rect.zw) * camera.x + camera.yz;
    gl_Position = clip * vec4(p.x * screen.z * 2.0 - 1.0, 1.0 - p.y * screen.w * 2.0, 0.0, 1.0);
}
