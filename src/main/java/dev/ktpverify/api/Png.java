package dev.ktpverify.api;

import java.util.Optional;

/** A PNG's first chunk, which has the picture's size, and the one with its metadata (PNG, 11.2.1 and 11.3.4.5). */
final class Png {

    static final String MAGIC = "\u0089PNG\r\n\u001a\n";

    /** It always has 13 bytes. */
    private static final String HEADER = "\0\0\0\rIHDR";
    /** Signature, length, type, 13 bytes and checksum. */
    private static final int LEAST = 33;
    /** What a chunk has besides its content: length, type and checksum. */
    private static final int FRAME = 12;

    private Png() {}

    /** The picture's header, empty if there is none with a width and a height. */
    static Optional<Picture> read(Base64Image png) {
        if (png.length() < LEAST || !png.has(MAGIC.length(), HEADER)) {
            return Optional.empty();
        }
        return Optional.of(new Picture(four(png, 16), four(png, 20), orientation(png)))
                .filter(Picture::hasSize);
    }

    /** Goes from chunk to chunk: the one with the metadata stands anywhere before the last. */
    private static int orientation(Base64Image png) {
        for (int at = LEAST; ; ) {
            int length = four(png, at);
            if (length < 0 || length > png.length() - at - FRAME) {
                return Exif.UPRIGHT;
            }
            if (png.has(at + 4, "eXIf")) {
                return Exif.orientation(png, at + 8, at + 8 + length);
            }
            at += FRAME + length;
        }
    }

    /** Four bytes as a number; negative beyond the end, and where PNG allows no such number. */
    private static int four(Base64Image bytes, int at) {
        return bytes.two(at) << 16 | bytes.two(at + 2);
    }
}
