package dev.ktpverify.model;

import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be seen in an id number (NIK) without asking anybody: six digits of the region, six of the birth date (DDMMYY, for
 * a woman with 40 added to the day), and four that are counted. No table of regions is kept: regions are divided and renamed.
 */
public final class Nik {

    private static final int ADDED_FOR_WOMEN = 40;
    private static final int FIRST_OF_WOMEN = 41;
    private static final int LONGEST_MONTH = 31;

    private final boolean test;
    private final boolean leadingZero;
    private final int day;
    private final int month;
    private final int yearOfCentury;

    /** @param digits 16 digits */
    public Nik(String digits) {
        int told = two(digits, 6);
        test = digits.startsWith("00");
        leadingZero = !test && digits.charAt(0) == '0';
        day = told >= FIRST_OF_WOMEN ? told - ADDED_FOR_WOMEN : told;
        month = two(digits, 8);
        yearOfCentury = two(digits, 10);
    }

    /** Whether it is a test number, which begins with 00: no person has one, and only the sandbox takes it. */
    public boolean isTest() {
        return test;
    }

    /** What no number can have, as faults of the field; empty if there is nothing. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (leadingZero) {
            faults.add("must not begin with 0");
        }
        if (!hasDay()) {
            faults.add("must have a day of birth in digits 7 and 8: 01 to 31, or 41 to 71 for a woman");
        }
        if (!hasMonth()) {
            faults.add("must have a month of birth in digits 9 and 10: 01 to 12");
        }
        return faults;
    }

    /** Whether it begins with 0, as the code of no region does, and is no test number. */
    public boolean hasLeadingZero() {
        return leadingZero;
    }

    /** Whether its digits 7 to 12 are a day that there was in some century. */
    public boolean hasDate() {
        return hasDay() && hasMonth() && day <= Month.of(month).length(isLeapYear());
    }

    /** Whether its digits 7 to 12 are those of a birth date, of a man or a woman. */
    public boolean isOf(LocalDate birthDate) {
        return day == birthDate.getDayOfMonth()
                && month == birthDate.getMonthValue()
                && yearOfCentury == birthDate.getYear() % 100;
    }

    private boolean hasDay() {
        return day >= 1 && day <= LONGEST_MONTH;
    }

    private boolean hasMonth() {
        return month >= 1 && month <= 12;
    }

    /** Of the two centuries in question only 00 differs: 1900 was no leap year. The year 0 counts as one, as 2000 was. */
    private boolean isLeapYear() {
        return Year.isLeap(yearOfCentury);
    }

    private static int two(String digits, int at) {
        return 10 * (digits.charAt(at) - '0') + digits.charAt(at + 1) - '0';
    }
}
