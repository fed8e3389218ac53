package dev.ktpverify.api;

import java.util.List;
import java.util.Optional;

/**
 * What a file is by its first bytes, and whether its header has a picture with a width and a height: an upload that was cut
 * off, or an empty file with the right beginning, would be a paid question without a face.
 */
final class Picture {

    private static final String MUST = "must be a JPEG or PNG";
    private static final String EMPTY = MUST + ": there is no picture in it";

    private static final String JPEG = "\u00ff\u00d8\u00ff";
    private static final String PNG = "\u0089PNG\r\n\u001a\n";
    /** The first chunk of a PNG, which always has 13 bytes (PNG, 11.2.1). */
    private static final String PNG_HEADER = "\0\0\0\rIHDR";
    /** Signature, length, type, 13 bytes and checksum. */
    private static final int PNG_LEAST = 33;

    private static final int JPEG_FIRST_SEGMENT = 2;
    // JPEG's markers, each after a byte 0xff: ITU T.81, table B.1
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;

    /** What phones, scanners and mail programs make instead. */
    private static final List<Other> OTHERS = List.of(
            new Other("HEIC", 4, "ftyphe"),
            new Other("HEIC", 4, "ftypmif1"),
            new Other("HEIC", 4, "ftypmsf1"),
            new Other("AVIF", 4, "ftypavi"),
            new Other("WebP", 8, "WEBP"),
            new Other("GIF", 0, "GIF8"),
            new Other("BMP", 0, "BM"),
            new Other("TIFF", 0, "II*\0"),
            new Other("TIFF", 0, "MM\0*"),
            new Other("TIFF", 0, "II+\0"),
            new Other("TIFF", 0, "MM\0+"),
            new Other("JPEG 2000", 0, "\0\0\0\fjP  "),
            new Other("JPEG XL", 0, "\0\0\0\fJXL "),
            new Other("JPEG XL", 0, "\u00ff\n"),
            new Other("SVG", 0, "<svg"),
            new Other("PDF", 0, "%PDF"));

    /** A kind of file that is not taken, and the bytes that tell it, as Latin-1. */
    private record Other(String name, int at, String magic) {}

    private Picture() {}

    /** What is wrong with a picture, empty if nothing is. */
    static Optional<String> fault(Base64Image bytes) {
        if (has(bytes, 0, JPEG)) {
            return hasFrame(bytes) ? Optional.empty() : Optional.of(EMPTY);
        }
        if (has(bytes, 0, PNG)) {
            return hasHeader(bytes) ? Optional.empty() : Optional.of(EMPTY);
        }
        return OTHERS.stream()
                .filter(other -> has(bytes, other.at, other.magic))
                .findFirst()
                .map(other -> MUST + ": it is " + other.name + ", convert it to JPEG")
                .or(() -> Optional.of(MUST));
    }

    private static boolean hasHeader(Base64Image png) {
        return png.length() >= PNG_LEAST
                && has(png, PNG.length(), PNG_HEADER)
                && (two(png, 16) << 16 | two(png, 18)) > 0
                && (two(png, 20) << 16 | two(png, 22)) > 0;
    }

    /**
     * Goes from segment to segment to the frame's, past metadata with pictures of its own. What is no segment is skipped byte
     * by byte, as libjpeg does.
     */
    private static boolean hasFrame(Base64Image jpeg) {
        for (int at = JPEG_FIRST_SEGMENT; at < jpeg.length(); ) {
            int marker = jpeg.at(at) == 0xff ? jpeg.at(at + 1) : 0;
            if (marker == EOI || marker == SOS) {
                return false;
            }
            int length = two(jpeg, at + 2);
            if (!hasLength(marker) || length < 2 || at + 2 + length > jpeg.length()) {
                at++;
            } else if (isFrame(marker)) {
                return two(jpeg, at + 5) > 0 && two(jpeg, at + 7) > 0; // height, width
            } else {
                at += 2 + length;
            }
        }
        return false;
    }

    /** Not so: no marker (0), TEM, RST0 to RST7, SOI, and a fill byte (0xff), behind which the marker comes. */
    private static boolean hasLength(int marker) {
        return marker > 1 && (marker < 0xd0 || marker > SOI) && marker < 0xff;
    }

    /** SOF0 to SOF15, of all ways to code a picture; DHT, JPG and DAC stand between them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Two bytes as a number, the first one's weight being the greater; negative beyond the end. */
    private static int two(Base64Image bytes, int at) {
        return bytes.at(at) << 8 | bytes.at(at + 1);
    }

    private static boolean has(Base64Image bytes, int at, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (bytes.at(at + i) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
