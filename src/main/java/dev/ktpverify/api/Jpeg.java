package dev.ktpverify.api;

import java.util.Optional;

/** A JPEG's segments up to the frame's, which has the picture's size (ITU T.81, annex B). */
final class Jpeg {

    static final String MAGIC = "\u00ff\u00d8\u00ff";

    private static final int FIRST_SEGMENT = 2;
    // markers, each after a byte 0xff: ITU T.81, table B.1
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP1 = 0xe1;

    private static final String EXIF = "Exif\0\0";

    private Jpeg() {}

    /**
     * Goes from segment to segment to the frame's, past metadata with pictures of its own. What is no segment is skipped byte
     * by byte, as libjpeg does.
     *
     * @return empty if there is no frame with a width and a height
     */
    static Optional<Picture> read(Base64Image jpeg) {
        int orientation = Exif.UPRIGHT;
        for (int at = FIRST_SEGMENT; at < jpeg.length(); ) {
            int marker = jpeg.at(at) == 0xff ? jpeg.at(at + 1) : 0;
            if (marker == EOI || marker == SOS) {
                return Optional.empty();
            }
            int length = jpeg.two(at + 2);
            if (!hasLength(marker) || length < 2 || at + 2 + length > jpeg.length()) {
                at++;
            } else if (isFrame(marker)) {
                return Optional.of(new Picture(jpeg.two(at + 7), jpeg.two(at + 5), orientation))
                        .filter(Picture::hasSize);
            } else {
                int end = at + 2 + length;
                if (marker == APP1 && orientation == Exif.UPRIGHT && jpeg.has(at + 4, EXIF)) {
                    orientation = Exif.orientation(jpeg, at + 4 + EXIF.length(), end);
                }
                at = end;
            }
        }
        return Optional.empty();
    }

    /** Not so: no marker (0), TEM, RST0 to RST7, SOI, and a fill byte (0xff), behind which the marker comes. */
    private static boolean hasLength(int marker) {
        return marker > 1 && (marker < 0xd0 || marker > SOI) && marker < 0xff;
    }

    /** SOF0 to SOF15, of all ways to code a picture; DHT, JPG and DAC stand between them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
}
