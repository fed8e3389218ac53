package dev.ktpverify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a number shows by itself, and what share of slips it shows. */
class NikTest {

    private static final long SEED = 20_260_101;
    private static final LocalDate FIRST = LocalDate.of(1926, 1, 1); // a hundred years: each two digits of a year once
    private static final int DAYS = 36_525;

    /** The six digits of a date. */
    private static int dateDigits(LocalDate date, boolean woman) {
        int day = date.getDayOfMonth() + (woman ? 40 : 0);
        return day * 10_000 + date.getMonthValue() * 100 + date.getYear() % 100;
    }

    private static String number(int region, int dateDigits, int serial) {
        return Long.toString(region * 10_000_000_000L + dateDigits * 10_000L + serial);
    }

    /** Of every province from 11 to 97, with any date and any serial number. */
    @Test
    void aNumberAsTheyAreGivenIsNeverSuspected() {
        Random random = new Random(SEED);
        int women = 0;
        int leapDays = 0;
        for (int i = 0; i < 1_000_000; i++) {
            boolean woman = random.nextBoolean();
            LocalDate date = FIRST.plusDays(random.nextInt(DAYS));
            int region = (11 + random.nextInt(87)) * 10_000 + random.nextInt(10_000);
            String digits = number(region, dateDigits(date, woman), random.nextInt(10_000));
            Nik nik = new Nik(digits);
            if (!nik.faults().isEmpty() || nik.hasLeadingZero() || !nik.hasDate() || !nik.isOf(date)) {
                throw new AssertionError(digits + " of " + date);
            }
            women += woman ? 1 : 0;
            leapDays += date.getDayOfMonth() == 29 && date.getMonthValue() == 2 ? 1 : 0;
        }
        assertTrue(women > 490_000 && women < 510_000, women + " women");
        assertTrue(leapDays > 600 && leapDays < 800, leapDays + " on 29 February");
    }

    /**
     * One wrong digit of the six, in the numbers of all dates of a hundred years. With the birth date all are seen but one of
     * 54: the first digit can make a man's day the same day of a woman, or the other way round.
     */
    @Test
    void howManyWrongDigitsOfADateAreSeen() {
        int typos = 0;
        int refused = 0;
        int seen = 0;
        int seenWithBirthDate = 0;
        for (int d = 0; d < 2 * DAYS; d++) {
            LocalDate date = FIRST.plusDays(d / 2);
            int right = dateDigits(date, d % 2 == 1);
            for (int weight = 1; weight <= 100_000; weight *= 10) {
                int digit = right / weight % 10;
                for (int wrong = 0; wrong < 10; wrong++) {
                    if (wrong != digit) {
                        Nik nik = new Nik(number(321_706, right + (wrong - digit) * weight, 1));
                        typos++;
                        refused += nik.faults().isEmpty() ? 0 : 1;
                        seen += nik.hasDate() ? 0 : 1;
                        seenWithBirthDate += nik.hasDate() && nik.isOf(date) ? 0 : 1;
                    }
                }
            }
        }
        assertEquals(
                54 * 2 * DAYS, typos); // of which 28.96 % are refused, 29.42 % seen, and 98.15 % with the birth date
        assertEquals(List.of(1_142_250, 1_160_370, 53 * 2 * DAYS), List.of(refused, seen, seenWithBirthDate));
    }

    @ParameterizedTest
    @CsvSource({
        "321706 101287 0001, true",
        "321706 501287 0001, true", // a woman
        "321706 410187 0001, true",
        "110101 010100 0001, true",
        "971201 311299 9999, true",
        "321706 710185 0001, true",
        "321706 290200 0001, true", // 2000 was a leap year
        "321706 690284 0001, true",
        "321706 290204 0001, true",
        "321706 290285 0001, false",
        "321706 690201 0001, false",
        "321706 300200 0001, false",
        "321706 700284 0001, false",
        "321706 310485 0001, false",
        "321706 310685 0001, false",
        "321706 310985 0001, false",
        "321706 711185 0001, false"
    })
    void aDayIsInItsMonth(String digits, boolean date) {
        Nik nik = new Nik(digits.replace(" ", ""));

        assertEquals(date, nik.hasDate());
        assertEquals(List.of(), nik.faults(), "the length of a month is no fault");
        assertFalse(nik.hasLeadingZero());
    }

    @ParameterizedTest
    @CsvSource({
        "321706 001287 0001, day",
        "321706 321287 0001, day",
        "321706 391287 0001, day",
        "321706 401287 0001, day",
        "321706 721287 0001, day",
        "321706 991287 0001, day",
        "321706 100087 0001, month",
        "321706 101387 0001, month",
        "321706 319987 0001, month",
        "321706 710087 0001, month",
        "321706 000000 0001, day month",
        "999999 999999 9999, day month",
        "021706 101287 0001, zero",
        "010000 000000 0000, zero day month"
    })
    void whatNoNumberCanHaveIsTold(String digits, String wrong) {
        Nik nik = new Nik(digits.replace(" ", ""));
        String told = String.join("; ", nik.faults())
                .replace("must not begin with 0", "zero")
                .replace("must have a day of birth in digits 7 and 8: 01 to 31, or 41 to 71 for a woman", "day")
                .replace("must have a month of birth in digits 9 and 10: 01 to 12", "month");

        assertEquals(wrong, told.replace(";", ""));
        assertEquals(wrong.contains("zero"), nik.hasLeadingZero());
        assertEquals(wrong.equals("zero"), nik.hasDate());
    }

    /** Its date is read as any other's. */
    @ParameterizedTest
    @CsvSource({
        "001706 101287 0001, true, ''",
        "000000 010187 0001, true, ''",
        "001706 991287 0001, true, must have a day of birth in digits 7 and 8: 01 to 31 or 41 to 71 for a woman",
        "010017 101287 0001, false, must not begin with 0",
        "321706 101287 0000, false, ''"
    })
    void aTestNumberBeginsWithTwoZeros(String digits, boolean test, String faults) {
        Nik nik = new Nik(digits.replace(" ", ""));
        assertEquals(test, nik.isTest());
        assertEquals(faults, String.join("; ", nik.faults()).replace(",", ""));
        assertEquals(faults.contains("begin"), nik.hasLeadingZero());
    }

    @ParameterizedTest
    @CsvSource({
        "321706 101287 0001, 1987-12-10, true",
        "321706 501287 0001, 1987-12-10, true",
        "321706 101287 0001, 1987-12-11, false",
        "321706 101287 0001, 1987-11-10, false",
        "321706 101287 0001, 1986-12-10, false",
        "321706 501287 0001, 1987-12-20, false",
        "321706 290200 0001, 2000-02-29, true",
        "321706 010107 0001, 2007-01-01, true",
        "321706 010107 0001, 1907-01-01, true"
    })
    void theBirthDateIsInIt(String digits, LocalDate birthDate, boolean same) {
        assertEquals(same, new Nik(digits.replace(" ", "")).isOf(birthDate));
    }
}
