#version 440
// One quad for the input image.
layout(std140, binding = 0) uniform Image {
    mat4 clip;
    vec4 screen;    // device pixels: width, height, 1 / width, 1 / height
    vec4 rect;      // device pixels: left, top, side; cells along a side
    vec4 lines;     // device pixels: width of the grid's lines, of the border; opacity of the grid
    vec4 low;
    vec4 high;
    vec4 grid;
    vec4 border;
};

layout(location = 0) out vec2 v_p;   // device pixels from the top left corner

void main() {
    vec2 corner = vec2((gl_VertexIndex & 1) == 0 ? 0.0 : 1.0, (gl_VertexIndex & 2) == 0 ? 0.0 : 1.0);
    float margin = lines.y + 1.0;
    v_p = corner * (rect.z + 2.0 * margin) - margin;
    vec2 p = rect.xy + v_p;
    gl_Position = clip * vec4(p.x * screen.z * 2.0 - 1.0, 1.0 - p.y * screen.w * 2.0, 0.0, 1.0);
}
