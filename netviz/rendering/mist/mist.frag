#version 440
layout(location = 0) in vec2 v_at;
layout(location = 0) out vec4 colour;
layout(binding = 1) uniform sampler2D picture;   // premultiplied, its first row at the top

void main() { colour = texture(picture, v_at); }
