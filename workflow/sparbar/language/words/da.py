"""Danish. What each key means is said in `lexicon`; how the parts are put together, in `numberwords`."""

from typing import Any

# fmt: off
WORDS: dict[str, Any] = {
    "month_first": False,
    "signs": {"decimal": ",", "group": "."},
    "small_numbers": {
        "common": [
            "nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv",
        ],
        "neuter": {1: "ét"},
    },
    "cardinals": {
        "nul": 0, "nullet": 0, "nuller": 0, "nullerne": 0, "en": 1, "et": 1, "én": 1, "ét": 1, "to": 2,
        "tre": 3, "fire": 4, "fir": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10,
        "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17,
        "atten": 18, "nitten": 19, "tyve": 20, "tredive": 30, "fyrre": 40, "fyrretyve": 40, "halvtreds": 50,
        "halvtredsindstyve": 50, "tres": 60, "tresindstyve": 60, "halvfjerds": 70, "halvfjerdsindstyve": 70,
        "firs": 80, "firsindstyve": 80, "halvfems": 90, "halvfemsindstyve": 90, "hundrede": 100,
        "hundred": 100, "tusind": 1000, "tusinde": 1000, "million": 1000000, "millioner": 1000000,
        "millionen": 1000000, "millionerne": 1000000, "milliard": 1000000000, "milliarder": 1000000000,
        "milliarden": 1000000000, "milliarderne": 1000000000, "billion": 1000000000000,
        "billioner": 1000000000000,
    },
    "never_alone": ["en", "et", "fir"],
    "articles": ["en", "et"],
    "groups": {
        "duo": 2, "duoen": 2, "duoer": 2, "trio": 3, "trioen": 3, "trioer": 3, "kvartet": 4, "kvartetten": 4,
        "kvartetter": 4, "kvintet": 5, "kvintetten": 5, "kvintetter": 5, "sekstet": 6, "seksteten": 6,
        "sekstetten": 6, "septet": 7, "septetten": 7, "oktet": 8, "oktetten": 8,
    },
    "dozens": {"halvdusin": 6, "dusin": 12, "dusinet": 12, "snes": 20},
    "joiners": {"glued": ["og"], "spaced": ["og"]},
    "units_before_tens": True,
    "ordinals": {
        "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "syvende": 7, "ottende": 8, "niende": 9,
        "tiende": 10, "ellevte": 11, "elvte": 11, "tolvte": 12, "trettende": 13, "fjortende": 14,
        "femtende": 15, "sekstende": 16, "syttende": 17, "attende": 18, "nittende": 19, "tyvende": 20,
        "tredivte": 30, "tredvte": 30, "fyrretyvende": 40, "halvtredsindstyvende": 50, "tresindstyvende": 60,
        "halvfjerdsindstyvende": 70, "firsindstyvende": 80, "halvfemsindstyvende": 90, "hundredende": 100,
        "tusindende": 1000, "millionte": 1000000,
    },
    "ordinal_tails": {"første": 1, "anden": 2, "andet": 2},
    "ordinal_suffixes": [],
    "ordinal_is_part": False,
    "fractions": {
        "words": {
            "halv": "1/2", "halvt": "1/2", "halvdelen": "1/2", "halvdel": "1/2", "halvdele": "1/2",
            "halvparten": "1/2", "halve": "1/2", "trekvart": "3/4", "halvanden": "3/2", "halvandet": "3/2",
            "halvtime": "1/2", "halvtimen": "1/2", "halvtimes": "1/2",
        },
        "after_number": {"kvart": "1/4"},
        "parts": ["del", "delen", "dele", "delene", "dels"],
        "and_a_half": ["og en halv", "og et halvt"],
        "every": ["hver", "hvert"],
        "every_other": ["anden", "andet"],
    },
    "printed_shares": {
        "1/2": "halvdelen", "1/3": "en tredjedel", "2/3": "to tredjedele", "1/4": "en fjerdedel",
        "3/4": "tre fjerdedele", "1/5": "en femtedel", "2/5": "to femtedele", "3/5": "tre femtedele",
        "4/5": "fire femtedele", "1/6": "en sjettedel", "1/8": "en ottendedel", "1/10": "en tiendedel",
        "9/10": "ni tiendedele",
    },
    "printed_ordinals": [
        "første", "anden", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende", "niende", "tiende",
        "ellevte", "tolvte",
    ],
    "multiples": {
        "words": {
            "dobbelt": 2, "dobbelte": 2, "doblet": 2, "tyverne": 20, "trediverne": 30, "fyrrerne": 40,
            "halvtredserne": 50, "tresserne": 60, "halvfjerdserne": 70, "firserne": 80, "halvfemserne": 90,
        },
        "stems": {"fordobl": 2, "halver": "1/2"},
    },
    # What may be glued to a number and leaves it a number: measures of time, shares, steps, times as many.
    "suffixes": [
        r"årig\w*", r"åring\w*", r"års\w*", r"måneders\w*", r"ugers\w*", r"dages\w*", r"døgns\w*",
        r"timers\w*", r"times\w*", r"minutters\w*", r"sekunders\w*", r"procents\w*", r"cifret\w*",
        r"trins\w*", r"foldig\w*", "fold", r"dobbel\w*", r"dobl\w*", "tal", "tallet", "tallets", r"tals\w+",
        r"kroners\w*", r"personers\w*", r"meters\w*", r"liters\w*",
    ],
    "exceptions": {
        "words": [
            "total", "ental", "entallet", "ettal", "ettallet", "enfoldig", "enfoldige", "enfoldigt", "tiltal",
        ],
        "phrases": [
            "for det tredje", "for det fjerde", "for det femte", "tredje land", "tredje part", "tusind tak",
            "første halvdel", "anden halvdel", "halvt om halvt",
        ],
        "romans": ["VI", "XX", "XXX"],
    },
    "months": {
        "januar": 1, "februar": 2, "marts": 3, "april": 4, "maj": 5, "juni": 6, "juli": 7, "august": 8,
        "september": 9, "oktober": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4,
        "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dec": 12,
    },
    "months_capitalised": [],
    # A year that is typed passes only where it reads as one; the rule is in years.py.
    "years": {
        "names": [
            "år", "året", "årene", "årets", "halvår", "halvåret", "helåret", "kvartal", "kvartalet",
            "foråret", "forår", "sommeren", "efteråret", "efterår", "vinteren", "årsskiftet", "kalenderåret",
            "regnskabsåret", "budgetåret", "projektåret", "skoleåret", "begyndelsen af", "starten af",
            "midten af", "slutningen af", "løbet af", "delen af",
        ],
        "begins": [
            "i", "siden", "før", "efter", "for", "mellem", "under", "allerede", "først i", "til og med",
            "fra og med", "frem til", "indtil",
        ],
        "joiners": ["og", "til", "eller", "samt", "med"],
        "followers": [
            "og", "eller", "samt", "men", "som", "i", "på", "til", "for", "fra", "med", "ved", "da", "der",
            "hvor", "når", "at", "ikke", "sammenlignet", "har", "havde", "er", "var", "blev", "skal",
            "skulle", "kan", "kunne", "fik", "får", "findes", "fandtes", "kom", "gik", "indgår", "gælder",
            "gjaldt", "viser", "viste", "deltog", "startede", "begyndte", "gennemførtes", "beskrives", "steg",
            "faldt", "voksede", "afsluttede", "mødtes", "arbejdede",
        ],
        "counted": [
            "person", "personer", "personerne", "deltagere", "deltagerne", "individer", "mennesker",
            "kvinder", "mænd", "børn", "unge", "voksne", "elever", "indbyggere", "borgere", "ansatte",
            "ledige", "arbejdsløse", "jobsøgende", "indskrevne", "medlemmer", "husstande", "familier",
            "virksomheder", "kommuner", "regioner", "stk", "styk", "stykker", "kr", "kroner", "tkr", "mio",
            "mia", "dkk", "euro", "eur", "dollar", "procent", "procentpoint", "promille", "hundrede",
            "tusind", "tusinde", "millioner", "milliarder", "gange", "samtaler", "møder", "besøg", "sager",
            "tilfælde", "afgørelser", "indsatser", "pladser", "kontakter", "svar", "rækker", "oplysninger",
            "anbefalinger", "timer", "t", "minutter", "min", "sekunder", "dage", "døgn", "uger", "måneder",
            "år", "m", "meter", "km", "kg", "kilo", "gram", "ton", "liter", "eksemplarer", "af",
        ],
    },
    # Words by which a sentence sets a number beside that of the one before (regular expressions).
    "comparisons": [
        r"øge\w*", r"øgning\w*", "steg", r"stig\w+", r"fald\w*", r"vokse\w*", r"mindsk\w+", r"reducer\w+",
        r"halver\w+", r"fordobl\w+", r"\w*ændr\w+", r"forskel\w*", r"\w*fremgang\w*", r"\w*tilbagegang\w*",
        r"\w*nedgang\w*", "højere", "lavere", "større", "mindre", "flere", "færre", "mere", r"sammenlign\w*",
        "i forhold til", "end", "mod", "kontra", "op", "ned", "nu", "mens", "derimod",
    ],
    # What turns a claim round that it stands beside (regular expressions).
    "negations": ["(?:ikke|aldrig|næppe)(?: længere| engang| heller| helt)?", "hverken"],
    # Longer phrases that hold a quantifier and say nothing about how many.
    "not_quantifiers": [
        "højere uddannelse", "højere uddannelser", "højere læreanstalt", "højere læreanstalter",
        "højere oppe", "lavere nede", "hvor stor andel", "hvor lille andel", "stabilt grundlag", "begge år",
        "begge køn", "begge halvår", "begge udtræk", "som en del", "er en del af", "var en del af",
        "blive en del af", "bliver en del af",
    ],
    # What makes another number of the one it stands beside: "minus 16", "16 tkr", "16 procent" of a count.
    "beside_numbers": {
        "signs": ["minus", "plus", "plus/minus", "plusminus", "negativt", "negative"],
        "joins": ["x", "komma", "punktum"],
        "scales": [
            "k", "mio", "mia", r"mio\.?kr", "tkr", r"t\.kr", "kkr", "mkr", "mdkr", "mill", "mdr", "tdkk",
            "mdkk", "teur", "meur", r"tusindtal\w*", r"hundredtal\w*", r"hundredetal\w*", r"titusindtal\w*",
            r"milliontal\w*", "millionvis",
        ],
        "percents": [r"procent\w*", r"%-\w+", r"promille\w*", "pct", r"pct\.-\w+", "pp", "ppm"],
        "points": [r"procentpoint\w*", r"%-point\w*", r"pct\.-point\w*"],
        "before_a_sign": [
            "er", "var", "bliver", "blev", "blevet", "være", "blive", "med", "til", "fra", "svarer",
            "svarede", "udgør", "udgjorde",
        ],
    },
    "sizes": [
        "tiere", "titals", "snese", "snesevis", "dusinvis", "hundreder", "hundrederne", "hundredvis",
        "hundredevis", "tusinder", "tusinderne", "tusindvis", "tusindevis", "titusinder", "titusindvis",
        "hundredtusinder", "hundredetusinder", "hundredtusindvis", "hundredetusindvis", "millionvis",
        "milliardvis",
    ],
    # An entry that begins with a capital counts only where the text has the capital.
    "quantifiers": [
        "næsthøjest", "næstlavest", "næststørst", "næsthyppigst", "næsthøjeste", "næstlaveste", "højeste",
        "laveste", "største", "mindste", "færrest", "rekordhøj", "rekordlav", "blandt de højeste",
        "blandt de laveste", "i træk", "siden toppen", "siden bunden", "højst", "højere end", "lavere end",
        "større end", "ungefær", "stort set uændret", "stort set uændrede", "en majoritet",
        "et lille mindretal", "tæt på halvdelen", "vokser", "godt en", "knap en", "næsten en", "flertallet",
        "et flertal", "majoriteten", "et mindretal", "hovedparten", "størstedelen", "langt de fleste",
        "de fleste", "mere end halvdelen", "over halvdelen", "mindre end halvdelen", "under halvdelen",
        "cirka halvdelen", "omkring halvdelen", "næsten halvdelen", "godt halvdelen", "knap halvdelen",
        "mange", "flere", "nogle", "nogle få", "enkelte", "et fåtal", "ganske få", "Få", "få af",
        "få deltagere", "få personer", "meget få", "kun få", "et par", "alle", "næsten alle", "samtlige",
        "ingen", "næsten ingen", "en stor del", "en lille del", "en stor andel", "en lille andel", "steg",
        "steget", "stiger", "stigning", "stigningen", "øget", "voksede", "vokset", "faldt", "faldet",
        "falder", "reduceret", "uændret", "uændrede", "højest", "lavest", "størst", "mindst", "flest",
        "flere end", "færre end", "mere end", "mindre end", "omtrent", "omkring", "cirka", "ca", "lidt over",
        "lidt under", "knap", "godt og vel", "hyppigst", "hyppigste", "begge", "et antal", "et stort antal",
        "et lille antal", "et mindre antal", "et større antal", "en del", "en håndfuld", "adskillige",
        "talrige", "utallige", "et utal", "visse", "somme", "de allerfleste", "ingen af", "intet af",
        "ingen som helst", "en brøkdel", "mangedoblet", "mangedobledes", "et overvældende flertal", "op mod",
        "henved", "flere og flere", "færre og færre", "stadig flere", "stadig færre", "så godt som alle",
        "stort set alle", "stigende", "faldende", "dalet", "dalede", "skrumpet", "skrumpede", "styrtdykket",
        "styrtdykkede", "raslet", "raslede", "sank", "sunket", "højere", "lavere", "færre", "flere deltagere",
        "flere personer", "fåtal", "fåtallet", "broderparten", "overvejende del", "overvejende delen",
        "stor andel", "lille andel", "større andel", "mindre andel", "oftest", "som regel", "i reglen",
        "stabil", "stabilt", "skok", "kvarten",
    ],
}
