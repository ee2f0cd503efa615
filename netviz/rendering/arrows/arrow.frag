#version 440
layout(location = 0) in vec2 v_p;
layout(location = 1) in vec4 v_form;
layout(location = 2) in vec4 v_more;
layout(location = 3) in vec4 v_colour;
layout(location = 0) out vec4 drawn;

layout(std140, binding = 0) uniform Arrows {
    mat4 clip;
    vec4 screen;
    vec4 camera;
    vec4 page;
    vec4 shaft;
    vec4 head;
};

float covered(float distance) {
    return clamp(0.5 - distance, 0.0, 1.0);
}

// How much of a pixel a band covers that is thinner than a pixel, or wider.
float band(float v, float half_width) {
    return clamp(min(v + 0.5, half_width) - max(v - 0.5, -half_width), 0.0, 1.0);
}

vec4 over(vec4 above, vec4 below) {
    return above + below * (1.0 - above.a);
}

void main() {
    float u = v_p.x, v = abs(v_p.y);
    float len = v_form.x, neck = v_form.y, half_head = v_form.z, half_shaft = v_form.w;
    float kind = v_more.x, half_line = v_more.y, scale = v_more.w;
    float ends = min(covered(-u), covered(u - len));
    vec4 colour = vec4(v_colour.rgb, 1.0);
    if (kind < 0.5) {
        float cover = band(v_p.y, half_line) * ends;
        float dash = v_more.z;
        if (dash > 0.0 && mod(u, 1.5 * dash) > dash) cover = 0.0;
        drawn = colour * (cover * v_colour.a);
        return;
    }
    float slope = half_head / max(len - neck, 1e-6);
    float point = max((v - slope * (len - u)) * inversesqrt(1.0 + slope * slope), neck - u);
    if (kind > 2.5) {
        float around = covered(point - shaft.y * scale);
        drawn = colour * (max(band(v_p.y, half_line) * ends, around) * v_colour.a);
        return;
    }
    float half_here = half_shaft * mix(shaft.x, 1.0, clamp(u / max(neck, 1e-6), 0.0, 1.0));
    float body = band(v_p.y, half_here) * min(covered(-u), covered(u - neck));
    vec4 result = colour * body;
    if (kind < 1.5) {
        result = colour * max(body, covered(point));
    } else {
        result = over(vec4(page.rgb, 1.0) * covered(point), result);
        // A small head has a thinner outline, or it would look filled.
        result = over(colour * band(point, min(shaft.z * scale, 0.26 * half_head) / 2.0), result);
    }
    drawn = result * v_colour.a;
}
