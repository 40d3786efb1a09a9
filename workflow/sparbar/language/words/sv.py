"""Swedish. What each key means is said in `lexicon`; how the parts are put together, in `numberwords`."""

from typing import Any

# fmt: off
WORDS: dict[str, Any] = {
    "month_first": False,
    "signs": {"decimal": ",", "group": " "},
    "small_numbers": {
        "common": [
            "noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv",
        ],
        "neuter": {1: "ett"},
    },
    "cardinals": {
        "noll": 0, "nolla": 0, "nollan": 0, "nollor": 0, "nollorna": 0, "en": 1, "ett": 1, "två": 2,
        "tvenne": 2, "trenne": 3, "tre": 3, "fyra": 4, "fyr": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8,
        "nio": 9, "tio": 10, "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16,
        "sjutton": 17, "arton": 18, "aderton": 18, "nitton": 19, "tjugo": 20, "tjugu": 20, "tjugi": 20,
        "tju": 20, "trettio": 30, "tretti": 30, "fyrtio": 40, "fyrti": 40, "femtio": 50, "femti": 50,
        "sextio": 60, "sexti": 60, "sjuttio": 70, "sjutti": 70, "åttio": 80, "åtti": 80, "nittio": 90,
        "nitti": 90, "hundra": 100, "tusen": 1000, "ettusen": 1000, "miljon": 1000000, "miljoner": 1000000,
        "miljonen": 1000000, "miljonerna": 1000000, "miljard": 1000000000, "miljarder": 1000000000,
        "miljarden": 1000000000, "miljarderna": 1000000000, "biljon": 1000000000000,
        "biljoner": 1000000000000,
    },
    "never_alone": ["en", "ett", "fyr"],
    "articles": ["en", "ett"],
    "groups": {
        "duo": 2, "duon": 2, "duor": 2, "duos": 2, "trio": 3, "trion": 3, "trior": 3, "trios": 3,
        "kvartett": 4, "kvartetten": 4, "kvartetter": 4, "kvintett": 5, "kvintetten": 5, "kvintetter": 5,
        "sextett": 6, "sextetten": 6, "sextetter": 6, "septett": 7, "septetten": 7, "oktett": 8,
        "oktetten": 8,
    },
    "dozens": {"halvdussin": 6, "halvdussinet": 6, "dussin": 12, "dussinet": 12, "tjog": 20, "tjoget": 20},
    "joiners": {"glued": [], "spaced": []},
    "units_before_tens": False,
    "ordinals": {
        "tredje": 3, "fjärde": 4, "femte": 5, "sjätte": 6, "sjunde": 7, "åttonde": 8, "nionde": 9,
        "tionde": 10, "elfte": 11, "tolfte": 12, "trettonde": 13, "fjortonde": 14, "femtonde": 15,
        "sextonde": 16, "sjuttonde": 17, "artonde": 18, "nittonde": 19, "tjugonde": 20, "trettionde": 30,
        "fyrtionde": 40, "femtionde": 50, "sextionde": 60, "sjuttionde": 70, "åttionde": 80, "nittionde": 90,
        "hundrade": 100, "tusende": 1000, "miljonte": 1000000,
    },
    "ordinal_tails": {"första": 1, "förste": 1, "andra": 2, "andre": 2},
    "ordinal_suffixes": [":a", ":e"],
    "ordinal_is_part": False,
    "fractions": {
        "words": {
            "halv": "1/2", "halvt": "1/2", "hälften": "1/2", "hälft": "1/2", "halva": "1/2", "halvan": "1/2",
            "varannan": "1/2", "vartannat": "1/2", "halvannan": "3/2", "halvannat": "3/2", "trekvart": "3/4",
            "trekvarts": "3/4", "halvtimme": "1/2", "halvtimmen": "1/2", "halvtimmes": "1/2",
            "halvtimma": "1/2",
        },
        "after_number": {"kvart": "1/4", "kvarts": "1/4", "kvartar": "1/4"},
        "parts": ["del", "delen", "delar", "delarna", "dels", "parten"],
        "and_a_half": ["och en halv", "och ett halvt"],
        "every": ["var", "vart", "varje"],
        "every_other": [],
    },
    "printed_shares": {
        "1/2": "hälften", "1/3": "en tredjedel", "2/3": "två tredjedelar", "1/4": "en fjärdedel",
        "3/4": "tre fjärdedelar", "1/5": "en femtedel", "2/5": "två femtedelar", "3/5": "tre femtedelar",
        "4/5": "fyra femtedelar", "1/6": "en sjättedel", "1/8": "en åttondel", "1/10": "en tiondel",
        "9/10": "nio tiondelar",
    },
    "printed_ordinals": [
        "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde",
        "elfte", "tolfte",
    ],
    "multiples": {
        "words": {
            "dubbel": 2, "dubbelt": 2, "trippel": 3, "trippelt": 3, "dubbla": 2, "dubblas": 2, "dubblat": 2,
            "dubblats": 2, "dubblade": 2, "dubblades": 2, "dubblerat": 2, "dubblerats": 2, "dubblerades": 2,
            "dubblering": 2, "dubbleringen": 2,
        },
        "stems": {"fördubbl": 2, "förtredubbl": 3, "förtiofaldig": 10, "halver": "1/2"},
    },
    # What may be glued to a number and leaves it a number: measures of time, shares, steps, times as many.
    # Kinds (tvåspråkig, trepartssamtal, femkamp) are not here: they name a sort of thing, not how many.
    "suffixes": [
        r"årig\w*", r"åring\w*", r"års\w*", r"månaders\w*", r"månads\w*", r"veckors\w*", r"dagars\w*",
        r"dygns\w*", r"timmars\w*", r"timmes\w*", r"minuters\w*", r"sekunders\w*", r"procentig\w*",
        r"procents\w*", r"siffrig\w*", r"gradig\w*", r"stegs\w*", r"faldig(?:[aet]|a[drst]\w*)?", "falt",
        "dubbel", "dubbelt", r"dubbl\w*", "tal", "talet", "talen", "talets", r"tals\w+", r"talist\w*",
        "tiden", r"plus\w*", r"kronors\w*", r"personers\w*", r"meters\w*", r"liters\w*",
    ],
    "exceptions": {
        "words": [
            "enfaldig", "enfaldiga", "enfaldige", "enfaldigt", "enfaldigare", "enfaldigast", "ental",
            "entalet", "halveringstid", "halveringstiden",
        ],
        "phrases": [
            "för det tredje", "för det fjärde", "för det femte", "tredje land", "tredje man", "tredje part",
            "sex och samlevnad", "ett tu tre", "tusen tack", "första halvan", "andra halvan",
            "halvt om halvt", "ettor och nollor",
        ],
        "romans": ["VI", "XX", "XXX"],
    },
    "months": {
        "januari": 1, "februari": 2, "mars": 3, "april": 4, "maj": 5, "juni": 6, "juli": 7, "augusti": 8,
        "september": 9, "oktober": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4,
        "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dec": 12,
    },
    "months_capitalised": [],
    # A year that is typed passes only where it reads as one; the rule is in years.py.
    "years": {
        "names": [
            "år", "året", "åren", "årets", "halvår", "halvåret", "helåret", "kvartalet", "tertialet", "våren",
            "sommaren", "hösten", "vintern", "vårterminen", "höstterminen", "årsskiftet", "kalenderåret",
            "verksamhetsåret", "budgetåret", "projektåret", "läsåret", "början av", "mitten av", "slutet av",
            "loppet av", "delen av", "dagen av", "veckan av", "månaden av",
        ],
        "begins": [
            "under", "sedan", "före", "efter", "inför", "för", "mellan", "redan", "först", "till och med",
            "från och med", "fram till", "t.o.m.", "fr.o.m.",
        ],
        "joiners": ["och", "till", "eller", "samt", "med"],
        "followers": [
            "och", "eller", "samt", "men", "som", "i", "på", "till", "för", "från", "med", "vid", "då", "där",
            "när", "att", "inte", "jämfört", "har", "hade", "är", "var", "blev", "ska", "skulle", "kan",
            "kunde", "fick", "får", "finns", "fanns", "kom", "gick", "togs", "ingår", "gäller", "gällde",
            "visar", "visade", "deltog", "startade", "började", "genomfördes", "beskrivs", "redovisas",
            "pågick", "ökade", "ökar", "minskade", "minskar", "steg", "sjönk", "träffade", "avslutade",
            "erbjöds", "tackade", "arbetade", "håller", "hölls",
        ],
        "counted": [
            "person", "personer", "personerna", "deltagare", "deltagarna", "individer", "människor",
            "kvinnor", "män", "barn", "ungdomar", "unga", "vuxna", "elever", "invånare", "medborgare",
            "anställda", "arbetslösa", "arbetssökande", "inskrivna", "medlemmar", "hushåll", "familjer",
            "företag", "kommuner", "orter", "län", "st", "styck", "stycken", "kr", "kronor", "tkr", "kkr",
            "mkr", "mnkr", "sek", "euro", "eur", "dollar", "procent", "procentenheter", "promille", "hundra",
            "tusen", "miljoner", "miljarder", "gånger", "samtal", "möten", "besök", "ärenden", "fall",
            "beslut", "insatser", "avslut", "platser", "kontakter", "svar", "rader", "uppgifter",
            "rekommendationer", "timmar", "tim", "h", "minuter", "min", "sekunder", "dagar", "dygn", "veckor",
            "månader", "år", "m", "meter", "km", "mil", "kg", "kilo", "gram", "ton", "liter", "exemplar",
            "av",
        ],
    },
    # Words by which a sentence sets a number beside that of the one before (regular expressions).
    "comparisons": [
        r"öka\w*", r"ökning\w*", "ökande", r"minsk\w+", "steg", r"stig\w+", "sjönk", r"sjunk\w+", "föll",
        r"fall\w+", r"växt\w*", "växer", "vuxit", r"krymp\w*", r"halver\w+", r"\w*dubbl\w+", r"tapp\w+",
        r"reducer\w+", r"\w*förändr\w+", r"skillnad\w*", r"skilj\w+", r"\w*uppgång\w*", r"\w*nedgång\w*",
        "högre", "lägre", "större", "mindre", "fler", "färre", "mer", r"jämför\w*", "än", "mot", "gentemot",
        "kontra", "upp", "ner", "ned", "nu", "numera", "medan", "däremot",
    ],
    # What turns a claim round that it stands beside (regular expressions).
    "negations": [
        "(?:inte|icke|ej|aldrig|ingalunda|knappast)(?: längre| ens| heller| alls| riktigt)?", "varken",
    ],
    # Longer phrases that hold a quantifier and say nothing about how many.
    "not_quantifiers": [
        "båda åren", "båda könen", "båda halvåren", "båda uttagen", "fallit bort", "föll bort", "faller bort",
        "nästa steg", "ett steg", "första steget", "första steg", "sista steg", "sista steget", "nya steg",
        "viktigt steg", "viktiga steg", "stort steg", "stora steg", "litet steg", "små steg", "varje steg",
        "detta steg", "följande steg", "olika steg", "sådant steg", "vilket steg", "steg för steg", "i steg",
        "steg på vägen", "högre utbildning", "högre utbildningar", "högre utbildningen", "högre studier",
        "högre skola", "högre chef", "högre chefer", "högre tjänsteman", "högre tjänstemän",
        "lägre tjänsteman", "lägre tjänstemän", "högre upp", "lägre ner", "hur stor andel", "hur liten andel",
        "stabil grund", "som en del", "är en del av", "var en del av", "bli en del av", "blir en del av",
        "en del i", "en del av arbetet",
    ],
    # What makes another number of the one it stands beside: "minus 16", "16 tkr", "16 procent" of a count.
    "beside_numbers": {
        "signs": ["minus", "plus", "plus/minus", "plusminus", "negativt", "negativa"],
        "joins": ["x", "komma", "punkt"],
        "scales": [
            "k", "mn", "mnr", "mdr", "md", "tkr", r"t\.kr", "kkr", "mkr", "mnkr", "mdkr", "mdr", "milj",
            "mio", "tsek", "ksek", "msek", "mnsek", "mdsek", "teur", "meur", "keur", r"tusental\w*",
            r"hundratal\w*", r"tiotal\w*", r"tiotusental\w*", r"hundratusental\w*", r"miljontal\w*",
            r"miljardtal\w*", "tusentals",
        ],
        "percents": [
            r"procent\w*", r"%-\w+", r"promille\w*", "pct", "proc", r"p\.e\.", r"p\.p\.", "pp", "ppm",
        ],
        "points": [r"procentenhet\w*", r"%-enhet\w*", r"p\.e\."],
        "before_a_sign": [
            "är", "var", "blir", "blev", "blivit", "vara", "bli", "med", "till", "från", "motsvarar",
            "motsvarade", "utgör", "utgjorde", "uppgår", "uppgick",
        ],
    },
    "sizes": [
        "femtioelva", "sjuttioelva", "tiotals", "dussintals", "tjogtals", "hundratals", "tusentals",
        "tiotusentals", "hundratusentals", "miljontals", "miljardtals",
    ],
    # An entry that begins with a capital counts only where the text has it: "Få deltog", not "kan få stöd".
    "quantifiers": [
        "näst högst", "näst lägst", "näst störst", "näst flest", "näst vanligast", "näst högsta",
        "näst lägsta", "högsta", "lägsta", "största", "minsta", "färst", "rekordhög", "rekordlåg",
        "på tredje plats", "bland de högsta", "bland de lägsta", "i rad", "sedan toppen", "sedan botten",
        "som mest", "som minst", "åtminstone", "högre än", "lägre än", "större än", "över hälften",
        "under hälften", "faller", "föll", "fallit", "stiger", "sjunker", "i stort sett oförändrad",
        "i stort sett oförändrat", "i stort sett oförändrade", "så gott som samtliga", "praktiskt taget alla",
        "inte fullt", "nära hälften", "runt hälften", "nästan en", "nästan var", "nästan samma",
        "en knapp tredjedel", "majoriteten", "en majoritet", "flertalet", "ett flertal", "merparten",
        "huvuddelen", "större delen", "största delen", "de flesta", "den övervägande delen", "en minoritet",
        "mer än hälften", "fler än hälften", "mindre än hälften", "färre än hälften", "drygt hälften",
        "knappt hälften", "ungefär hälften", "omkring hälften", "nästan hälften", "många", "flera", "några",
        "några få", "enstaka", "ett fåtal", "fåtalet", "fåtaliga", "ett par", "Få", "få av", "få deltagare",
        "få personer", "få män", "få kvinnor", "mycket få", "väldigt få", "endast få", "bara få",
        "relativt få", "alla", "nästan alla", "samtliga", "så gott som alla", "ingen", "inga", "nästan ingen",
        "nästan inga", "en stor del", "en liten del", "en stor andel", "en liten andel", "ökade", "ökat",
        "ökar", "ökning", "ökningen", "minskade", "minskat", "minskar", "minskning", "minskningen", "sjönk",
        "sjunkit", "stigit", "oförändrad", "oförändrat", "oförändrade", "högst", "lägst", "störst", "minst",
        "flest", "fler än", "färre än", "mer än", "mindre än", "ungefär", "omkring", "cirka", "ca", "drygt",
        "knappt", "uppskattningsvis", "vanligast", "vanligaste", "båda", "bägge", "bådadera", "ett antal",
        "ett stort antal", "ett litet antal", "ett mindre antal", "ett större antal", "stora antal", "en del",
        "en stor grupp", "en handfull", "åtskilliga", "ett otal", "otaliga", "talrika", "ett visst antal",
        "en och annan", "några enstaka", "somliga", "vissa", "de allra flesta", "nästan samtliga", "ingen av",
        "inget av", "ingendera", "inte en enda", "mångdubblades", "mångdubblats", "mångdubbelt",
        "mångfaldigades", "en knapp majoritet", "lejonparten", "en överväldigande majoritet", "en bråkdel",
        "ett mindretal", "bortåt", "uppemot", "i stort sett alla", "ständigt fler", "allt fler", "allt färre",
        "fler och fler", "färre och färre", "flerfaldigt", "ökande", "minskande", "växte", "vuxit",
        "halvparten", "steg", "dalat", "dalade", "krympt", "krympte", "krymper", "rasat", "rasade", "rasar",
        "lägre", "högre", "färre", "fler deltagare", "fler personer", "fler kvinnor", "fler män", "fåtal",
        "brorparten", "övervägande delen", "övervägande del", "övervägande antal", "stor andel",
        "liten andel", "större andel", "mindre andel", "oftast", "i regel", "som regel", "stabil", "stabilt",
        "skock", "skockar", "kvarten", "tvåa", "tvåan", "trea", "trean",
    ],
}
