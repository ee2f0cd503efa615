#version 440
layout(location = 0) in vec4 v_colour;
layout(location = 1) in vec4 v_place;   // across the line and half its width, along it and the length of a dash (0: solid)
layout(location = 0) out vec4 colour;

void main() {
    float coverage = clamp(v_place.y + 0.5 - abs(v_place.x), 0.0, 1.0);
    if (v_place.w > 0.0) {
        // A gap is half as long as a dash.
        float dash = 0.5 * v_place.w;
        float in_period = mod(v_place.z, 3.0 * dash);
        coverage *= clamp(dash + 0.5 - abs(in_period - dash), 0.0, 1.0);
    }
    colour = v_colour * coverage;
}
