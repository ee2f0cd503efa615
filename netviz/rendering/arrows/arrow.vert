#version 440
// One quad per line, arrow, or halo around an arrow.
layout(location = 0) in vec4 line;     // tail and tip on the page
layout(location = 1) in vec4 form;     // logical pixels: width of the shaft; what it is; see below; a head's largest share
layout(location = 2) in vec4 colour;

// What it is: 0 a line (z: 1 where it is dashed), 1 an arrow with a filled head, 2 one with an open head,
// 3 a halo (z: its width along the shaft).

layout(std140, binding = 0) uniform Arrows {
    mat4 clip;
    vec4 screen;    // device pixels: width, height, 1 / width, 1 / height
    vec4 camera;    // zoom and shift from the page to device pixels, device pixels per logical pixel
    vec4 page;
    vec4 shaft;     // the tail's share of the shaft's width; logical pixels: halo, line of an open head, dash
    vec4 head;      // length and half width of a head: in logical pixels, and per pixel of the shaft's width
};

layout(location = 0) out vec2 v_p;       // along from the tail, and across
layout(location = 1) out vec4 v_form;    // length, where the head begins, its half width, the shaft's
layout(location = 2) out vec4 v_more;    // what it is; half the width of a line or halo; dash; device pixels
layout(location = 3) out vec4 v_colour;

void main() {
    float scale = camera.w;
    vec2 tail = line.xy * camera.x + camera.yz;
    vec2 tip = line.zw * camera.x + camera.yz;
    vec2 way = tip - tail;
    float len = max(length(way), 1e-6);
    vec2 along = way / len;
    vec2 across = vec2(-along.y, along.x);
    float full = (head.x + head.y * form.x) * scale;
    float point = min(full, form.w * len);
    // A head that had to be cut short is cut narrow too, so that it stays a head.
    float shrink = sqrt(point / full);
    float half_head = (head.z + head.w * form.x) * shrink * scale;
    float half_shaft = form.x / 2.0 * min(shrink * 1.2, 1.0) * scale;
    bool arrow = form.y > 0.5;
    float half_line = (form.y > 2.5 ? form.z : form.x) / 2.0 * scale;
    float reach = (arrow ? max(half_head + shaft.y * scale, half_line) : half_line) + 1.5 * scale;
    float beyond = arrow ? 4.0 * (shaft.y + shaft.z) * scale : 1.0;
    v_form = vec4(len, len - point, half_head, half_shaft);
    v_more = vec4(form.y, half_line, form.z > 0.5 ? shaft.w * scale : 0.0, scale);
    v_colour = colour;
    float u = (gl_VertexIndex & 1) == 0 ? -reach : len + max(reach, beyond);
    float v = (gl_VertexIndex & 2) == 0 ? -reach : reach;
    v_p = vec2(u, v);
    vec2 p = tail + along * u + across * v;
    gl_Position = clip * vec4(p.x * screen.z * 2.0 - 1.0, 1.0 - p.y * screen.w * 2.0, 0.0, 1.0);
}
