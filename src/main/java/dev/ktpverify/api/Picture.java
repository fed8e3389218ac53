package dev.ktpverify.api;

import java.util.List;
import java.util.Optional;

/**
 * What a file is by its first bytes, and whether its header has a picture with a width and a height: an upload that was cut
 * off, or an empty file with the right beginning, would be a paid question without a face.
 *
 * @param width in pixels
 * @param height in pixels
 * @param orientation how it is to be turned before it is looked at, 1 to 8 as in EXIF; 1 for not at all
 */
record Picture(int width, int height, int orientation) {

    private static final String MUST = "must be a JPEG or PNG";
    private static final String EMPTY = MUST + ": there is no picture in it";

    /**
     * The shorter side below which a picture is told to be small, in pixels. The figure is ours: the provider's pages have
     * none.
     */
    private static final int LEAST_SIDE = 240;

    // A card is 85.60 by 53.98 mm (ISO/IEC 7810, ID-1): 1.586. Three per cent less, and hardly more: photographs and
    // screens
    // are 1.5, 1.6 and 1.78.
    private static final long FLATTEST_CARD = 1_540;
    private static final long LONGEST_CARD = 1_595;
    /** From here on, the orientation says that the picture lies on its side. */
    private static final int ON_ITS_SIDE = 5;

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

    /** What is wrong with a picture, empty if nothing is. */
    static Optional<String> fault(Base64Image bytes) {
        if (bytes.has(0, Jpeg.MAGIC) || bytes.has(0, Png.MAGIC)) {
            return of(bytes).isPresent() ? Optional.empty() : Optional.of(EMPTY);
        }
        return OTHERS.stream()
                .filter(other -> bytes.has(other.at, other.magic))
                .findFirst()
                .map(other -> MUST + ": it is " + other.name + ", convert it to JPEG")
                .or(() -> Optional.of(MUST));
    }

    /** What a JPEG or PNG tells of its picture; empty for anything else, and if there is no picture in it. */
    static Optional<Picture> of(Base64Image bytes) {
        if (bytes.has(0, Jpeg.MAGIC)) {
            return Jpeg.read(bytes);
        }
        return bytes.has(0, Png.MAGIC) ? Png.read(bytes) : Optional.empty();
    }

    boolean hasSize() {
        return width > 0 && height > 0;
    }

    /** Whether there is too little to see much in it. */
    boolean isSmall() {
        return Math.min(width, height) < LEAST_SIDE;
    }

    /** Whether it can be looked at as it is stored, without being turned or mirrored. */
    boolean isUpright() {
        return orientation == Exif.UPRIGHT;
    }

    /** Whether it has the shape of a card that lies, as it is to be looked at: of one that was cut out of its picture. */
    boolean hasShapeOfCard() {
        long across = orientation < ON_ITS_SIDE ? width : height;
        long down = orientation < ON_ITS_SIDE ? height : width;
        return across * 1_000 >= down * FLATTEST_CARD && across * 1_000 <= down * LONGEST_CARD;
    }
}
