#version 440
// One quad per neuron.
layout(location = 0) in vec3 place;   // centre and radius on the page
layout(location = 1) in vec2 look;    // shade, 1 where the activation is negative

layout(std140, binding = 0) uniform Nodes {
    mat4 clip;
    vec4 screen;    // device pixels: width, height, 1 / width, 1 / height
    vec4 camera;    // zoom and shift from the page to device pixels, device pixels per logical pixel
    vec4 form;      // device pixels: half width of a bar, rim; the rim's share of the half height; of the colour
    vec4 dashes;    // dashes around a negative neuron, the share that is drawn; half heights: from where there
                    // is a rim, from where a bar is a disc
    vec4 low;
    vec4 high;
    vec4 rim;
};

layout(location = 0) out vec2 v_p;
layout(location = 1) out vec4 v_form;   // half width, half height, rim in device pixels; negative
layout(location = 2) out float v_shade;
layout(location = 3) out float v_fade;

void main() {
    // Flatter than a pixel is drawn a pixel high and fainter, as thin lines are.
    v_fade = min(2.0 * place.z * camera.x, 1.0);
    float half_height = max(place.z * camera.x, 0.5);
    float grown = clamp((half_height - dashes.z) / max(dashes.w - dashes.z, 1e-3), 0.0, 1.0);
    float half_width = max(half_height, mix(form.x, half_height, grown));
    vec2 corner = vec2((gl_VertexIndex & 1) == 0 ? -1.0 : 1.0, (gl_VertexIndex & 2) == 0 ? -1.0 : 1.0);
    v_p = corner * (vec2(half_width, half_height) + 1.0);
    v_form = vec4(half_width, half_height, half_height > dashes.z ? min(form.y, form.z * half_height) : 0.0, look.y);
    v_shade = look.x;
    vec2 p = place.xy * camera.x + camera.yz + v_p;
    gl_Position = clip * vec4(p.x * screen.z * 2.0 - 1.0, 1.0 - p.y * screen.w * 2.0, 0.0, 1.0);
}
