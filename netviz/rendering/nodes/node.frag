#version 440
layout(location = 0) in vec2 v_p;
layout(location = 1) in vec4 v_form;
layout(location = 2) in float v_shade;
layout(location = 3) in float v_fade;
layout(location = 0) out vec4 colour;

layout(std140, binding = 0) uniform Nodes {
    mat4 clip;
    vec4 screen;
    vec4 camera;
    vec4 form;
    vec4 dashes;
    vec4 low;
    vec4 high;
    vec4 rim;
};

void main() {
    float straight = v_form.x - v_form.y;
    float d = length(vec2(max(abs(v_p.x) - straight, 0.0), v_p.y)) - v_form.y;
    float outer = clamp(0.5 - d, 0.0, 1.0);
    float inner = min(clamp(0.5 - (d + v_form.z), 0.0, 1.0), outer);
    vec3 fill = mix(low.rgb, high.rgb, v_shade);
    if (v_form.z == 0.0) {
        fill = mix(fill, rim.rgb, form.w);
    } else if (v_form.w > 0.5) {
        // Counted from three o'clock, against the clock, as QPainter does.
        float turn = fract(atan(-v_p.y, v_p.x) / 6.28318530718 + 1.0) * dashes.x;
        if (fract(turn) > dashes.y) inner = outer;
    }
    colour = vec4(rim.rgb * (outer - inner) + fill * inner, outer) * v_fade;
}
