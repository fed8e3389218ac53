package dev.ktpverify.api;

/**
 * The orientation that a camera writes beside a picture (Exif 2.32, 4.6): an entry of the first directory of a TIFF file. Its
 * offsets and counts are the sender's, so none is followed beyond the end, and no second directory is.
 */
final class Exif {

    /** Neither turned nor mirrored. */
    static final int UPRIGHT = 1;

    private static final int MOST = 8;
    private static final int TIFF = 42;
    /** Byte order, 42, and where the first directory is. */
    private static final int HEADER = 8;

    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY = 12;

    private final Base64Image bytes;
    private final int from;
    private final int to;
    private final boolean littleEndian;

    private Exif(Base64Image bytes, int from, int to, boolean littleEndian) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.littleEndian = littleEndian;
    }

    /**
     * The orientation, 1 to 8; 1 where none is told, or nothing that makes sense.
     *
     * @param bytes the picture
     * @param from where the TIFF file begins in it
     * @param to where it ends, beyond its last byte
     */
    static int orientation(Base64Image bytes, int from, int to) {
        boolean littleEndian = bytes.has(from, "II");
        return littleEndian || bytes.has(from, "MM") ? new Exif(bytes, from, to, littleEndian).orientation() : UPRIGHT;
    }

    private int orientation() {
        int size = to - from;
        if (size < HEADER || two(2) != TIFF || four(4) > size - 2) {
            return UPRIGHT;
        }
        int directory = (int) four(4);
        int entries = Math.min(two(directory), (size - directory - 2) / ENTRY);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY;
            if (two(entry) == ORIENTATION) {
                int value = two(entry + 8);
                boolean sound = two(entry + 2) == SHORT && four(entry + 4) == 1 && value > 0 && value <= MOST;
                return sound ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Four bytes as a number. */
    private long four(int offset) {
        long first = two(offset);
        long second = two(offset + 2);
        return littleEndian ? second << 16 | first : first << 16 | second;
    }

    private int two(int offset) {
        int at = from + offset;
        return littleEndian ? bytes.at(at + 1) << 8 | bytes.at(at) : bytes.two(at);
    }
}
