package org.microwish.sample;

/**
 * A division of the sample street, or one above it.
 *
 * @param code 12 digits, with a grid and a building below a community
 * @param name as residents say it
 */
public record SampleDivision(String code, String name) {}
