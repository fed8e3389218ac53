package dev.ktpverify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pictures tell of themselves, and that no metadata does any harm. */
class ExifTest {

    private static final long SEED = 20_260_102;
    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] JFIF = segment(0xe0, "JFIF\0\1\1\0\0\1\0\1\0\0".getBytes(StandardCharsets.ISO_8859_1));

    private static byte[] encoded(String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(300, 400, BufferedImage.TYPE_BYTE_GRAY), format, bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static Optional<Picture> read(byte[] picture) {
        return Base64Image.picture(Base64.getEncoder().encodeToString(picture));
    }

    private static int orientation(byte[] picture) {
        Picture read = read(picture).orElseThrow();
        assertEquals(300, read.width());
        assertEquals(400, read.height());
        assertEquals(read.orientation() == 1, read.isUpright());
        return read.orientation();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] segment(int marker, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (content.length + 2))
                .put(content)
                .array();
    }

    /** A JPEG with segments before its own. */
    private static byte[] jpeg(byte[]... segments) {
        byte[] picture = encoded("jpeg");
        return joined(Arrays.copyOf(picture, 2), joined(segments), Arrays.copyOfRange(picture, 2, picture.length));
    }

    private static byte[] jpegWith(byte[] tiff) {
        return jpeg(segment(0xe1, joined(EXIF, tiff)));
    }

    private static byte[] chunk(String type, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(type.getBytes(StandardCharsets.ISO_8859_1));
        checksum.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(content)
                .putInt((int) checksum.getValue())
                .array();
    }

    /** A PNG with a chunk after its first, or before its last. */
    private static byte[] png(boolean first, byte[] chunk) {
        byte[] picture = encoded("png");
        int at = first ? 33 : picture.length - 12;
        return joined(Arrays.copyOf(picture, at), chunk, Arrays.copyOfRange(picture, at, picture.length));
    }

    /** A TIFF file of one directory: so many other entries, then one of these. */
    private static byte[] tiff(ByteOrder order, int others, int tag, int type, int count, int value) {
        ByteBuffer tiff = header(order, 8, 10 + 12 * (others + 1) + 4);
        tiff.putShort((short) (others + 1));
        for (int i = 0; i < others; i++) {
            tiff.putShort((short) (0x0100 + i)).putShort((short) 4).putInt(1).putInt(ORIENTATION);
        }
        tiff.putShort((short) tag).putShort((short) type).putInt(count);
        tiff.putShort((short) value).putShort((short) 0).putInt(0);
        return tiff.array();
    }

    private static ByteBuffer header(ByteOrder order, int directory, int length) {
        ByteBuffer tiff = ByteBuffer.allocate(length).order(order);
        String name = order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM";
        return tiff.put(name.getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 42)
                .putInt(directory);
    }

    private static byte[] tiff(int orientation) {
        return tiff(ByteOrder.BIG_ENDIAN, 3, ORIENTATION, SHORT, 1, orientation);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyOrientationInBothByteOrders(int orientation) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            for (int others = 0; others < 3; others++) {
                byte[] tiff = tiff(order, others, ORIENTATION, SHORT, 1, orientation);
                byte[] exif = segment(0xe1, joined(EXIF, tiff));

                assertEquals(orientation, orientation(jpeg(exif)));
                assertEquals(orientation, orientation(jpeg(JFIF, exif)), "not in the first segment");
                assertEquals(
                        orientation,
                        orientation(jpeg(segment(0xe1, "http:".getBytes(StandardCharsets.US_ASCII)), exif)));
                assertEquals(orientation, orientation(png(true, chunk("eXIf", tiff))));
                assertEquals(orientation, orientation(png(false, chunk("eXIf", tiff))));
            }
        }
    }

    @Test
    void withoutMetadataAPictureIsUpright() {
        assertEquals(1, orientation(encoded("jpeg")));
        assertEquals(1, orientation(encoded("png")));
        assertEquals(1, orientation(jpeg(segment(0xe1, EXIF))));
        assertEquals(1, orientation(jpeg(segment(0xe2, joined(EXIF, tiff(6))))), "another segment");
        assertEquals(1, orientation(png(true, chunk("tEXt", tiff(6)))));
        assertEquals(1, orientation(png(true, chunk("eXIf", new byte[0]))));
    }

    @ParameterizedTest
    @CsvSource({
        "0x0112, 3, 1, 0", // below and above what there is
        "0x0112, 3, 1, 9",
        "0x0112, 3, 1, 0xffff",
        "0x0112, 4, 1, 6", // another type
        "0x0112, 3, 2, 6", // two of them
        "0x0112, 3, 65537, 6",
        "0x0112, 3, 0, 6",
        "0x0113, 3, 1, 6" // another entry
    })
    void whatMakesNoSenseIsNotTold(String tag, int type, int count, String value) {
        byte[] tiff = tiff(ByteOrder.LITTLE_ENDIAN, 1, Integer.decode(tag), type, count, Integer.decode(value));

        assertEquals(1, orientation(jpegWith(tiff)));
        assertEquals(1, orientation(png(true, chunk("eXIf", tiff))));
    }

    /** Every shorter file, and every offset around its limits. */
    @Test
    void nothingIsReadBeyondTheEnd() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] tiff = tiff(order, 1, ORIENTATION, SHORT, 1, 6);
            int end = 8 + 2 + 2 * 12;
            for (int length = 0; length < tiff.length; length++) {
                byte[] cut = Arrays.copyOf(tiff, length);
                int told = length < end ? 1 : 6;
                assertEquals(told, orientation(jpegWith(cut)), order + " " + length);
                assertEquals(told, orientation(png(false, chunk("eXIf", cut))), order + " " + length);
            }
            for (int offset : new int[] {
                0,
                1,
                7,
                9,
                tiff.length - 2,
                tiff.length - 1,
                tiff.length,
                tiff.length + 1,
                0xffff,
                0x1_0008,
                0x800_0000,
                0x7fff_ffff,
                0x8000_0008,
                -2,
                -1
            }) {
                byte[] lost = header(order, offset, tiff.length)
                        .put(tiff, 8, tiff.length - 8)
                        .array();
                assertEquals(1, orientation(jpegWith(lost)), order + " " + offset);
                assertEquals(1, orientation(png(true, chunk("eXIf", lost))), order + " " + offset);
            }
        }
    }

    @Test
    void emptyChunksArePassedOver() {
        byte[] empty = chunk("tEXt", new byte[0]);
        assertEquals(6, orientation(png(true, joined(empty, empty, chunk("eXIf", tiff(6))))));
    }

    @Test
    void aDirectoryEndsWhereItSays() {
        byte[] tiff = tiff(ByteOrder.BIG_ENDIAN, 2, ORIENTATION, SHORT, 1, 6);
        assertEquals(6, orientation(jpegWith(tiff)));
        tiff[9] = 2; // the third is the orientation's
        assertEquals(1, orientation(jpegWith(tiff)));
    }

    @Test
    void aChunkEndsInThePicture() {
        byte[] picture = joined(Arrays.copyOf(encoded("png"), 33), chunk("eXIf", tiff(6)));
        assertEquals(6, orientation(picture));
        assertEquals(1, orientation(Arrays.copyOf(picture, picture.length - 1)));
    }

    /** What stands behind a segment's end is not its own, however it continues. */
    @Test
    void aSegmentEndsWhereItSays() {
        byte[] exif = segment(0xe1, joined(EXIF, tiff(6)));
        exif[3] = 8; // its name alone

        assertEquals(1, read(jpeg(exif)).orElseThrow().orientation());
        exif[3] = 2;
        assertEquals(1, read(jpeg(exif)).orElseThrow().orientation());
    }

    /** Half of them begin as they should, so that the rest is looked at. */
    @Test
    void noMetadataDoesHarm() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] tiff = new byte[random.nextInt(80)];
            random.nextBytes(tiff);
            if (i % 2 == 0 && tiff.length > 10) {
                byte[] sound =
                        tiff(i % 4 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, 0, ORIENTATION, 3, 1, 6);
                System.arraycopy(sound, 0, tiff, 0, Math.min(random.nextInt(20), tiff.length));
            }
            int told = orientation(i % 3 == 0 ? PNG.with(tiff) : JPEG.with(tiff));
            assertTrue(told >= 1 && told <= 8);
        }
    }

    /** Encoded once: what stands before and behind the metadata. */
    private record Around(byte[] head, byte[] tail, boolean png) {

        byte[] with(byte[] tiff) {
            return joined(head, png ? chunk("eXIf", tiff) : segment(0xe1, joined(EXIF, tiff)), tail);
        }
    }

    private static final Around JPEG = around(encoded("jpeg"), 2, false);
    private static final Around PNG = around(encoded("png"), 33, true);

    private static Around around(byte[] picture, int at, boolean png) {
        return new Around(Arrays.copyOf(picture, at), Arrays.copyOfRange(picture, at, picture.length), png);
    }

    /** The largest body there is, with as many segments, entries and chunks as go into it. */
    @Test
    void looksAtEachByteOnce() {
        byte[] directory =
                header(ByteOrder.BIG_ENDIAN, 8, 65_000).putShort((short) 0xffff).array();
        byte[] exif = segment(0xe1, joined(EXIF, directory));
        byte[] none =
                segment(0xe1, joined(EXIF, header(ByteOrder.BIG_ENDIAN, 8, 10).array()));
        byte[][] small = new byte[8_000][];
        Arrays.fill(small, none);
        byte[][] chunks = new byte[15_000][];
        Arrays.fill(chunks, chunk("tEXt", new byte[0]));
        byte[] longPng = png(true, joined(chunks));
        byte[] longJpeg = jpeg(exif, exif, exif);
        byte[] manyJpeg = jpeg(joined(small));
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertEquals(1, orientation(longPng));
            assertEquals(1, orientation(longJpeg));
            assertEquals(1, orientation(manyJpeg));
        }
        long millis = (System.nanoTime() - start) / 1_000_000 / 60;
        assertEquals(0, millis / 100, millis + " ms");
    }

    /** ID-1 is 1.586; photographs are 4:3, 3:2, 16:10 and 16:9, screens longer still. */
    @ParameterizedTest
    @CsvSource({
        "856, 540, true",
        "1011, 638, true", // 300 dots to the inch
        "1000, 630, true",
        "640, 404, true",
        "320, 202, true",
        "770, 500, true",
        "769, 500, false",
        "1595, 1000, true",
        "1596, 1000, false",
        "600, 400, false",
        "1280, 800, false",
        "640, 400, false",
        "320, 200, false",
        "1280, 720, false",
        "640, 480, false",
        "500, 500, false",
        "540, 856, false", // a face is upright
        "2147483647, 2147483647, false",
        "2147483647, 1, false",
        "1, 2147483647, false"
    })
    void theShapeOfACard(int width, int height, boolean card) {
        for (int orientation = 1; orientation <= 4; orientation++) {
            assertEquals(card, new Picture(width, height, orientation).hasShapeOfCard());
            assertEquals(card, new Picture(height, width, orientation + 4).hasShapeOfCard());
        }
    }

    @ParameterizedTest
    @CsvSource({"240, 240, false", "239, 4000, true", "4000, 239, true", "240, 320, false", "1, 1, true"})
    void small(int width, int height, boolean small) {
        assertEquals(small, new Picture(width, height, 1).isSmall());
    }

    @Test
    void whatIsNoPictureTellsNothing() {
        for (String text : new String[] {"", "=", "/9j/", "a", "?", "iVBORw0KGgo=", "R0lGODlhAQABAAAAACw="}) {
            assertEquals(Optional.empty(), Base64Image.picture(text), text);
        }
    }
}
