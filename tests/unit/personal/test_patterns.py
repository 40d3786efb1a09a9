"""What has a personal form, in all its spellings, and what only looks so."""

from __future__ import annotations

import pytest

from sparbar.personal.patterns import find_personal, mask_personal
from sparbar.personal.scan import Look
from sparbar.personal.spelling import decoded, smooth

# Numbers for tests of the Swedish tax agency; CPR and telephone numbers that nobody has.
PERSON = "19800101-9291"


def kinds(text):
    return [hit.kind for hit in find_personal(smooth(decoded(text)))]


@pytest.mark.parametrize(
    "text",
    [
        "19800101-9291",
        "198001019291",
        "800101-9291",
        "8001019291",
        "800101+9291",
        "800101 9291",
        "800101 - 9291",
        "19800101\n-9291",
        "1980-01-01-9291",
        "80 01 01-9291",
        "1980.01.01-9291",
        "800101\N{EN DASH}9291",
        "800101\N{MINUS SIGN}9291",
        "800101\N{NO-BREAK SPACE}9291",
        "800101\N{NARROW NO-BREAK SPACE}9291",
        "800101\N{ZERO WIDTH SPACE}-\N{SOFT HYPHEN}9291",
        "80\N{WORD JOINER}0101-92\N{ZERO WIDTH NO-BREAK SPACE}91",
        "8 0 0 1 0 1 9 2 9 1",
        "１９８００１０１-９２９１",
        "\u0661\u0669\u0668\u0660\u0660\u0661\u0660\u0661-\u0669\u0662\u0669\u0661",
        "800101%2D9291",
        "800101&#45;9291",
        "8001&#x30;1-9291",
        r"800101\u002d9291",
        "pnr800101-9291x",
        "(800101-9291)",
        "född 800101-9291.",
        "a,800101-9291,17",
        "800101  9291",
        "800101\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}9291",
        "800101&nbsp; &nbsp;9291",
        "800101/9291",
        "800101.9291",
        "800101_9291",
        "800101|9291",
        "800101 | 9291",
        "800101'9291",
        "800101\N{RIGHT SINGLE QUOTATION MARK}9291",
        "800101\N{MIDDLE DOT}9291",
        "800101 - - 9291",
        "800101--9291",
        "(800101) 9291",
        "800101-92 91",
        "800101-9 291",
        "800101-929 1",
        "80 01 01 92 91",
        "80 01 01 9291",
        "pnr 800 101 92 91",
        "80.01.01.92.91",
        "80/01/01 - 9291",
        "1980 0101 9291",
        "1980-01-01 9291",
        "1980-01-01  9291",
        "19 80 01 01-9291",
        "80 0101\n9291",
        "800101\x009291",
        "800101\x00 \n \x00\x009291",
        "80\x0001\x0001\x0092\x0091",
        "19800101\x009291",
        "personnummer: 85 12 10 98 70",
        "1.800101-9291",
        "2/800101-9291",
        "800101-9291/2",
    ],
)
def test_a_personnummer_is_found_in_every_spelling(text):
    assert kinds(text) == ["personnummer"]


def test_a_day_that_is_sixty_more_is_a_samordningsnummer():
    assert kinds("och 19700161-2394 samt 700161-2394") == ["samordningsnummer", "samordningsnummer"]


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234",
        "cpr 0101901234",
        "0101901234",
        "CPR: 010190 1234",
        "010190 - 1234",
        "010190  -  1234",
        "01 01 90-1234",
        "01.01.90-1234",
        "01/01/90 - 1234",
        "01-01-90-1234",
        "010190/1234",
        "010190.1234",
        "010190_1234",
        "cpr-nr. 01 01 90 1234",
        "personnummer 0 1 0 1 9 0 1 2 3 4",
        "CPR\x00navn\x00010190\x001234",
    ],
)
def test_a_cpr_number_is_found_whatever_its_check_digit(text):
    assert kinds(text) == ["CPR number"]


@pytest.mark.parametrize(
    "text",
    [
        "karin.ek@example.org",
        "Karin.Ek+insikt@mail.example.se",
        "karin%40example.org",
        "karin@\nexample.org",
        "ka\N{SOFT HYPHEN}rin@example.org",
        "kerstin@malmö.example",
        "åsa.öberg@räksmörgås.example",
        "kerstin@sub.malmö.example",
        "kerstin @ example.org",
        "kerstin@ example.org",
        "kerstin @example.org",
        "kerstin\N{NO-BREAK SPACE}@\N{NO-BREAK SPACE}example.org",
        "kerstin@example\N{IDEOGRAPHIC FULL STOP}org",
        "kerstin@example.xn--p1ai",
    ],
)
def test_an_address_is_found(text):
    assert kinds(text) == ["e-mail address"]


@pytest.mark.parametrize(
    "text",
    [
        "+46 70 174 06 05",
        "0046701740605",
        "070-174 06 05",
        "0701740605",
        "070 174 06 05",
        "08-465 004 00",
        "031-39 00 61",
        "(08) 465 004 00",
        "+45 32 12 34 56",
        "tlf. 32 12 34 56",
        "+47 22 12 34 56",
        "telefon: 22 12 34 56",
        "+358 40 123 4567",
        "040 123 4567",
        "09-1234 5678",
        "031 39 00 61",
        "018 12 34 56",
        "0520 123 45",
        "0520-123 45",
        "031390061",
        "031.39.00.61",
        "070.174.06.05",
        "tfn 031 39 00 61",
        "tfn: 0520 123 45",
        "tfn 070 174 06 05",
        "040 1234567",
        "070\N{NO-BREAK SPACE}174\N{NARROW NO-BREAK SPACE}06\N{THIN SPACE}05",
    ],
)
def test_a_telephone_number_is_found(text):
    assert len(kinds(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "19800101-9290",  # another check digit
        "19801301-9291",  # no such month
        "556016-0680 och 212000-0142",  # organisation numbers
        "2023-06-14, 14.6.2023 och 2023-06-14T12:00:00",
        "Rapport 2023:1, dnr 2023/0145, ISBN 978-91-7000-000-2",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "8001019291" * 4,  # a digest that has no letters by chance
        "63 16 47 12 31 8 5 12 36",
        "12 34 56 78 och 2016 2017 2018 2019 2020",
        "123456789012/1000000000000, 0.8001019291 och 12,5 %",
        "1 234 567 och 551 201 personer",
        "kl. 08:30-16:00, plats 08 av 12, 0114 Upplands Väsby",
        "@media print { @font-face } och följ @insikt",
        "0,5 – 1,75; 10–14; 450 dagar",
        "M 57.6 237.6 L 414.72 237.6 L 414.72 41.472",
        "D:20230614120000Z",
        "85 12 10 98 70 och 85\x0012\x0010\x0098\x0070",  # counts: none has a zero in front
        "2010-05-12 3451 personer, 2010-05-12\x003451",  # a day of a report, and a count
        "2012-10-10 12.30, 2023-06-14 12:00",
        "2023-01-01 – 2023-06-30, 2023-01-01/2023-06-30",
        "05–09 12 34 56\n10–14 17 43 80",
        "0120 20 14 15\n0125 12 17 13",
        "08 403 326 12\n09 114 855 10",
        "1 042 95 1 961, 34 043 791 726",
        "0 1 0 1 9 0 1 2 3 4",
        "12\x00271064\n2023-03-03",
        "Telefon 08.00–16.00, tlf. 09.00 - 15.30",  # when somebody answers
    ],
)
def test_other_numbers_do_not_alarm(text):
    assert kinds(text) == []


def test_what_the_report_declares_may_stand():
    look = Look(declared=("Projektledningen, karin@example.org, 070-174 06 05",))
    assert list(look.hits("Ring +46 0701740605 or 070 174 06 05, karin@example.org")) == []
    assert [hit.kind for hit, _ in look.hits("erik@example.org")] == ["e-mail address"]


@pytest.mark.parametrize(
    "text", ["19800101-9291", "800101-9291", "8001 01 - 92 91", "010190-1234", "19800161-9298"]
)
def test_a_number_of_a_person_may_stand_nowhere_though_the_report_declares_it(text):
    look = Look(declared=(f"Projektledningen, {text}",))
    assert kinds(text) != []
    assert [hit.kind for hit, _ in look.hits(f"Projektledningen, {text}")] == kinds(text)


def test_messages_show_the_kind_in_the_place_of_the_number():
    assert (
        mask_personal("rad 3: 19800101-9291, karin@example.org") == "rad 3: [personnummer], [e-mail address]"
    )
