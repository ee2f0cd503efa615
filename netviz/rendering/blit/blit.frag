#version 440
layout(location = 0) out vec4 colour;

layout(std140, binding = 0) uniform Blit {
    vec4 options;   // opacity
};
layout(binding = 1) uniform highp sampler2D picture;

void main() {
    // By the fragment's own place: right side up whatever the graphics API calls up.
    colour = texelFetch(picture, ivec2(gl_FragCoord.xy), 0) * options.x;
}
