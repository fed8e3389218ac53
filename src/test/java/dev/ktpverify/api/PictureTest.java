package dev.ktpverify.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a picture is by its bytes; in hex, without a file for each. */
class PictureTest {

    private static final String EMPTY = "must be a JPEG or PNG: there is no picture in it";
    private static final int MAX = 1_000_000;

    /** A frame of 1 by 1 pixel, one component. */
    private static final String SOF = "ffc0 000b 08 0001 0001 01 011100";

    private static final String PNG = "89504e470d0a1a0a";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    private static List<String> faults(byte[] bytes) {
        return Base64Image.faults(Base64.getEncoder().encodeToString(bytes), MAX);
    }

    /** Of javax.imageio, which writes what libjpeg and any PNG encoder do. */
    private static byte[] encoded(String format, int type, boolean progressive) throws IOException {
        BufferedImage picture = new BufferedImage(320, 400, type);
        for (int i = 0; i < 320 * 400; i++) {
            picture.setRGB(i % 320, i / 320, i * 2654435);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        if (progressive) {
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        try (var output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "jpeg, " + BufferedImage.TYPE_INT_RGB + ", false",
        "jpeg, " + BufferedImage.TYPE_INT_RGB + ", true",
        "jpeg, " + BufferedImage.TYPE_BYTE_GRAY + ", false",
        "jpeg, " + BufferedImage.TYPE_BYTE_GRAY + ", true",
        "png, " + BufferedImage.TYPE_INT_RGB + ", false",
        "png, " + BufferedImage.TYPE_INT_ARGB + ", true",
        "png, " + BufferedImage.TYPE_BYTE_GRAY + ", false",
        "png, " + BufferedImage.TYPE_BYTE_INDEXED + ", false",
        "png, " + BufferedImage.TYPE_BYTE_BINARY + ", true"
    })
    void picturesOfAnEncoder(String format, int type, boolean progressive) throws IOException {
        byte[] picture = encoded(format, type, progressive);
        assertEquals(List.of(), faults(picture));
        byte[] head = Arrays.copyOf(picture, 20);
        assertEquals(List.of(EMPTY), faults(head), "cut off");
    }

    /** Cameras put kilobytes before the frame, a small picture with a frame of its own among them. */
    @Test
    void metadataBeforeTheFrameIsPassedOver() throws IOException {
        byte[] picture = encoded("jpeg", BufferedImage.TYPE_INT_RGB, true);
        byte[] thumbnail = encoded("jpeg", BufferedImage.TYPE_BYTE_GRAY, false);
        ByteArrayOutputStream exif = new ByteArrayOutputStream();
        exif.write(picture, 0, 2);
        exif.write(bytes("ffff ffe1"));
        int length = 2 + thumbnail.length;
        exif.write(new byte[] {(byte) (length >> 8), (byte) length});
        exif.write(thumbnail);
        byte[] metadataAlone = exif.toByteArray();
        exif.write(picture, 2, picture.length - 2);

        assertEquals(List.of(), faults(exif.toByteArray()));
        assertEquals(List.of(EMPTY), faults(metadataAlone), "the thumbnail's frame is not the picture's");
    }

    static Stream<Arguments> frames() {
        return IntStream.rangeClosed(0xc0, 0xcf)
                .mapToObj(marker -> arguments(marker, marker != 0xc4 && marker != 0xc8 && marker != 0xcc));
    }

    @ParameterizedTest
    @MethodSource
    void frames(int marker, boolean picture) {
        String sof = SOF.replaceFirst("ffc0", "ff" + Integer.toHexString(marker));
        assertEquals(picture ? List.of() : List.of(EMPTY), faults(bytes("ffd8" + sof + "ffd9")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffd8 " + SOF,
                "ffd8 ffe0 0002 " + SOF + "ffd9",
                "ffd8 ffff ffff ffe0 ff 0004 0102 ffff " + SOF, // any number of fill bytes before a marker
                "ffd8 ff01 ffd0 ffd7 " + SOF, // markers without a length
                "ffd8 ffe1 000a ffc0 ffd9 ffda ffff " + SOF,
                "ffd8 ffdb 0004 0102 030405 " + SOF, // three bytes of nothing, as libjpeg warns of
                "ffd8 ffdb 0004 0102 00ff00 " + SOF,
                "ffd8 ffde 000b 08 0001 0001 01 011100 " + SOF, // hierarchical
                "ffd8 ffc0 0014 08 0010 0010 04 011100 021101 031101 041100", // CMYK
                PNG + "0000000d 49484452 00000001 00000001 08 00 000000 3a7e9b55",
                PNG + "0000000d 49484452 7fffffff 00010000 08 06 000001 00000000"
            })
    void holdsAPicture(String hex) {
        assertEquals(List.of(), faults(bytes(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffd8ff",
                "ffd8ffd9",
                "ffd8ffe0",
                "ffd8ff 0000000000000000000000000000000000000000",
                "ffd8ffff ffffffffffffffff",
                "ffd8 ffe0 0010 4a464946 00 0101 00 0001 0001 0000 ffd9",
                "ffd8 ffe0 0010 4a464946",
                "ffd8 ffe0 0001 00",
                "ffd8 ffd9 " + SOF, // the end
                "ffd8 ffda 0008 01 0100 003f00 " + SOF, // a scan without a frame
                "ffd8 ffc0 000b 08 0000 0001 01 011100", // no height: libjpeg can't read it
                "ffd8 ffc0 000b 08 0001 0000 01 011100",
                "ffd8 ffc0 000b 08 0000 0000 01 011100",
                "ffd8 ffc0 000b 08 0001",
                "ffd8 ffc0 0002",
                "ffd8 ffc0",
                "ffd8 ffe1 000f " + SOF, // a thumbnail's
                PNG,
                PNG + "0000000d 49484452",
                PNG + "0000000d 49484452 00000001 00000001 08 00 000000", // cut off
                PNG + "0000000d 49484452 00000000 00000001 08 00 000000 3a7e9b55",
                PNG + "0000000d 49484452 00000001 00000000 08 00 000000 3a7e9b55",
                PNG + "0000000d 49484452 80000000 00000001 08 00 000000 3a7e9b55",
                PNG + "0000000c 49484452 00000001 00000001 08 00 000000 3a7e9b55",
                PNG + "0000000d 49444154 00000001 00000001 08 00 000000 3a7e9b55",
                PNG + "00000000 49454e44 ae426082 00000001 08 00 000000 3a7e9b55"
            })
    void holdsNone(String hex) {
        assertEquals(List.of(EMPTY), faults(bytes(hex)));
    }

    @ParameterizedTest
    @CsvSource({
        "HEIC, '\0\0\0\u0018ftypheic\0\0\0\0mif1heic'",
        "HEIC, '\0\0\0\u0018ftypheix\0\0\0\0mif1heix'",
        "HEIC, '\0\0\0\u0018ftyphevc\0\0\0\0mif1hevc'",
        "HEIC, '\0\0\0\u0018ftypmif1\0\0\0\0mif1heic'",
        "HEIC, '\0\0\0\u0018ftypmsf1\0\0\0\0msf1heic'",
        "AVIF, '\0\0\0\u0018ftypavif\0\0\0\0mif1avif'",
        "AVIF, '\0\0\0\u0018ftypavis\0\0\0\0mif1avis'",
        "WebP, 'RIFF\u001a\0\0\0WEBPVP8L'",
        "GIF, 'GIF89a\u0001\0\u0001\0'",
        "GIF, 'GIF87a\u0001\0\u0001\0'",
        "BMP, 'BM\u003a\0\0\0\0\0\0\0'",
        "TIFF, 'II*\0\b\0\0\0'",
        "TIFF, 'MM\0*\0\0\0\b'",
        "TIFF, 'II+\0\b\0\0\0'",
        "JPEG 2000, '\0\0\0\fjP  \r\n\u0087\n'",
        "JPEG XL, '\0\0\0\fJXL \r\n\u0087\n'",
        "JPEG XL, '\u00ff\n\u00fa'",
        "SVG, '<svg xmlns='",
        "PDF, '%PDF-1.7'"
    })
    void whatElsePhonesMakeIsNamed(String kind, String latin1) {
        String named = "must be a JPEG or PNG: it is " + kind + ", convert it to JPEG";
        byte[] bytes = latin1.getBytes(ISO_8859_1);
        assertEquals(List.of(named), faults(bytes));
        assertEquals(
                List.of(named, "must have at most 1000000 bytes when decoded"), faults(Arrays.copyOf(bytes, MAX + 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "ffd8",
                "ffd900",
                "89504e470d0a1a",
                "52494646 1a000000 57415645",
                "000000186674797069736f6d"
            })
    void whatIsNoKnownKindIsNoPicture(String hex) {
        assertEquals(List.of("must be a JPEG or PNG"), faults(bytes(hex)));
    }

    /** The largest body there is, at its worst. */
    @Test
    void looksAtEachByteOnce() {
        byte[] fill = new byte[190_000];
        Arrays.fill(fill, (byte) 0xff);
        fill[1] = (byte) 0xd8;
        long start = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            assertEquals(List.of(EMPTY), faults(fill));
        }
        long millis = (System.nanoTime() - start) / 1_000_000 / 50;
        assertEquals(0, millis / 100, millis + " ms");
    }
}
