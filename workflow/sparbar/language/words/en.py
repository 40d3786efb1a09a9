"""English. What each key means is said in `lexicon`; how the parts are put together, in `numberwords`."""

from typing import Any

# fmt: off
WORDS: dict[str, Any] = {
    "month_first": True,
    "signs": {"decimal": ".", "group": ","},
    "small_numbers": {
        "common": [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve",
        ],
        "neuter": {},
    },
    "cardinals": {
        "zero": 0, "zeros": 0, "zeroes": 0, "nought": 0, "naught": 0, "nil": 0, "one": 1, "two": 2,
        "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
        "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
        "thousand": 1000, "million": 1000000, "billion": 1000000000, "trillion": 1000000000000,
    },
    "never_alone": ["one"],
    "articles": ["a", "an"],
    "groups": {
        "duo": 2, "duos": 2, "trio": 3, "trios": 3, "quartet": 4, "quartets": 4, "quintet": 5, "quintets": 5,
        "sextet": 6, "sextets": 6, "septet": 7, "septets": 7, "octet": 8, "octets": 8,
    },
    "dozens": {"dozen": 12},
    "joiners": {"glued": [], "spaced": ["and"]},
    "units_before_tens": False,
    "ordinals": {
        "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
        "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
        "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
        "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
        "hundredth": 100, "thousandth": 1000, "millionth": 1000000,
    },
    "ordinal_tails": {"first": 1, "second": 2},
    "ordinal_suffixes": ["st", "nd", "rd", "th"],
    "ordinal_is_part": True,
    "fractions": {
        "words": {"half": "1/2", "halves": "1/2"},
        "after_number": {"quarter": "1/4", "quarters": "1/4"},
        "parts": ["s"],
        "and_a_half": ["and a half", "and one half"],
        "every": ["every"],
        "every_other": ["other", "second"],
    },
    "printed_shares": {
        "1/2": "half", "1/3": "a third", "2/3": "two thirds", "1/4": "a quarter", "3/4": "three quarters",
        "1/5": "a fifth", "2/5": "two fifths", "3/5": "three fifths", "4/5": "four fifths", "1/6": "a sixth",
        "1/8": "an eighth", "1/10": "a tenth", "9/10": "nine tenths",
    },
    "printed_ordinals": [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        "eleventh", "twelfth",
    ],
    "multiples": {
        "words": {
            "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "twice": 2, "triple": 3, "triples": 3,
            "tripled": 3, "tripling": 3, "treble": 3, "trebles": 3, "trebled": 3, "trebling": 3, "thrice": 3,
            "quadruple": 4, "quadruples": 4, "quadrupled": 4, "quadrupling": 4, "quintuple": 5,
            "quintupled": 5, "halve": "1/2", "halved": "1/2", "halving": "1/2", "twenties": 20,
            "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
            "nineties": 90,
        },
        "stems": {},
    },
    "suffixes": ["fold", "some", "something", "somethings"],
    "exceptions": {
        "words": [],
        "phrases": [
            "third party", "third parties", "third person", "third country", "third countries",
            "zero tolerance", "first half", "second half",
        ],
        "romans": ["XX", "XXX"],
    },
    "months": {
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4,
        "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    },
    # Verbs unless they are written with a capital.
    "months_capitalised": ["may", "march"],
    # A year that is typed passes only where it reads as one; the rule is in years.py.
    "years": {
        "names": [
            "year", "years", "half-year", "quarter", "spring", "summer", "autumn", "winter", "spring of",
            "summer of", "autumn of", "fall of", "winter of", "beginning of", "start of", "middle of",
            "end of", "course of", "half of", "part of", "months of", "quarter of", "day of", "week of",
        ],
        "begins": [
            "in", "since", "during", "before", "after", "for", "between", "until", "by", "throughout",
            "early", "late", "mid", "as of",
        ],
        "joiners": ["and", "to", "or", "with"],
        "followers": [
            "and", "or", "but", "as", "in", "on", "to", "for", "from", "with", "at", "when", "where", "that",
            "which", "not", "compared", "has", "had", "have", "is", "was", "were", "are", "shall", "will",
            "would", "can", "could", "the", "this", "these", "it", "they", "we", "there",
        ],
        "counted": [
            "person", "persons", "people", "participants", "individuals", "women", "men", "children",
            "adults", "pupils", "students", "residents", "inhabitants", "citizens", "employees", "jobseekers",
            "members", "households", "families", "companies", "firms", "municipalities", "regions", "pcs",
            "pieces", "units", "sek", "dkk", "kr", "kronor", "kroner", "euro", "euros", "eur", "dollars",
            "usd", "pounds", "gbp", "percent", "percentage", "per", "hundred", "thousand", "million",
            "billion", "times", "conversations", "meetings", "visits", "cases", "decisions", "places",
            "contacts", "answers", "replies", "rows", "entries", "recommendations", "hours", "h", "minutes",
            "min", "seconds", "days", "weeks", "months", "years", "m", "metres", "km", "kg", "kilos", "grams",
            "tonnes", "litres", "copies", "of",
        ],
    },
    # Words by which a sentence sets a number beside that of the one before (regular expressions).
    "comparisons": [
        r"increas\w+", r"decreas\w+", r"rise\w*", "rising", "rose", r"fall\w*", "fell", r"drop\w*",
        r"declin\w+", "grew", r"grow\w*", r"shr[aiu]nk\w*", r"reduc\w+", "halv(?:ed|ing)", r"doubl\w+",
        r"\w*chang\w+", r"differ\w*", "higher", "lower", "larger", "greater", "smaller", "more", "fewer",
        "less", r"compar\w+", "than", "versus", "against", "up", "down", "now", "while", "whereas",
    ],
    # What turns a claim round that it stands beside (regular expressions).
    "negations": [
        r"(?:not|never|hardly|scarcely|\w+n['’]t)(?: even| quite| any longer| an?| the)?",
        "no longer", "neither", "nor",
    ],
    # Longer phrases that hold a quantifier and say nothing about how many.
    "not_quantifiers": [
        "higher education", "higher secondary", "lower secondary", "higher degree", "higher degrees",
        "higher up", "lower down", "quarter of the year", "first quarter of", "last quarter of",
        "final quarter of", "this quarter of", "each quarter of", "stable ground", "both years", "both sexes",
        "both genders", "both extracts", "at all", "after all", "all in all", "some time", "sometime",
    ],
    # What makes another number of the one it stands beside: "minus 16", "16 bn", "16 percent" of a count.
    "beside_numbers": {
        "signs": ["minus", "plus", "plus or minus", "plus/minus", "negative"],
        "joins": ["x", "point", "dot", "comma"],
        "scales": [
            "k", "mn", "mln", "bn", "tn", "mio", "tsek", "ksek", "msek", "mdkk", "meur", "teur", "keur",
            "thousands", "hundreds", "millions", "billions",
        ],
        "percents": [
            "percentage points?", "%-points?", r"percent\w*", "per[ -]cent", "per[ -]mille?", "pct",
            r"p\.p\.", "pp", "pps", "ppts?", "ppm", "bps?", "basis points?",
        ],
        "points": ["percentage points?", "%-points?", r"p\.p\.", "pp", "ppts?"],
        "before_a_sign": [
            "is", "was", "were", "are", "be", "been", "by", "to", "from", "of", "equals", "equalled",
            "totals", "totalled",
        ],
    },
    "sizes": ["tens", "dozens", "hundreds", "thousands", "millions", "billions", "trillions"],
    # An entry that begins with a capital counts only where the text has the capital.
    "quantifiers": [
        "second highest", "second lowest", "third highest", "third lowest", "second most common",
        "among the highest", "among the lowest", "record high", "record low", "in a row", "since the peak",
        "since the low", "peaked", "higher than", "lower than", "greater than", "larger than", "smaller than",
        "close to half", "just over", "just under", "a little over", "nearly", "largely unchanged",
        "broadly unchanged", "growing", "rising", "falling", "rises", "falls", "declines", "declining",
        "decreasing", "increasing", "dropped", "no more than", "no fewer than", "no less than", "most often",
        "the majority", "a majority", "the minority", "a minority", "most of", "most participants",
        "most people", "most men", "most women", "more than half", "over half", "less than half",
        "fewer than half", "under half", "about half", "around half", "nearly half", "almost half", "many",
        "several", "some", "few", "a few", "a handful", "a couple of", "all", "nearly all", "almost all",
        "none", "nobody", "no one", "a large share", "a small share", "a large proportion",
        "a small proportion", "tens of", "increased", "increases", "increase", "rose", "risen", "grew",
        "grown", "decreased", "decreases", "decrease", "fell", "fallen", "declined", "unchanged", "highest",
        "lowest", "largest", "smallest", "fewest", "more than", "fewer than", "less than", "at least",
        "at most", "about", "approximately", "roughly", "around", "most common", "both", "both of",
        "a number of", "a large number of", "a small number of", "some of", "a lot of", "lots of",
        "plenty of", "numerous", "countless", "various", "a couple", "a pair of", "most", "the bulk of",
        "a fraction of", "the vast majority", "neither of", "not a single", "scores of", "tens of thousands",
        "hundreds of thousands", "more and more", "fewer and fewer", "virtually all", "practically all",
        "upwards of", "handful of", "multiplied", "growing number of", "shrank", "shrunk", "shrinking",
        "slumped", "plunged", "dwindled", "sank", "dropping", "higher", "lower", "fewer", "quarter of",
        "quarters of", "a score of", "the greater part", "large share", "small share", "larger share",
        "smaller share", "large proportion", "small proportion", "larger proportion", "smaller proportion",
        "a large part", "as a rule", "usually", "stable",
    ],
}
