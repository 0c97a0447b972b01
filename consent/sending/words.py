"""Words that speak of something sensitive, and phrases of everyday life that only look like it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from consent.sending.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Span = tuple[int, int]

PARTIES = (
    "labour|conservative|tory|lib(?:eral)? ?dem(?:ocrat)?|green|reform(?: uk)?|ukip|snp|"
    "plaid(?: cymru)?|dup|sinn f[eé]in|sdlp|alliance|workers"
)
WHOSE = "(?:your|his|her|their|my|whose)"
KIN = "(?:(?:grand)?(?:sons?|daughters?|child|children)|kids?|baby|babies)"
LOVED = "(?:partner|husband|wife|ex|boyfriend|girlfriend|he|she|father|dad|stepdad|family)"

WORDS: Mapping[Kind, str] = {
    Kind.ORIGIN: (
        "(?:you|he|she|they) (?:is|are|was|were) (?:a |an )?(?:black|white|asian|african|arab|"
        "bangladeshi|chinese|indian|irish|kurdish|nigerian|pakistani|polish|romanian|somali|"
        "turkish)|"
        "racial|ethnic(?:ity| origin| background| minority| group)?|"
        f"{WHOSE} (?:race|nationality|tribe|skin colour)|colour of {WHOSE} skin|mixed[ -]race|"
        "romany|roma|gyps(?:y|ies)|(?:irish |new )?travellers?' (?:site|family|community)|"
        "irish travell?ers?|afro-?caribbean|black (?:man|woman|person|people|family|boy|girl|"
        "british)|"
        "white (?:man|woman|person|british)|asian (?:man|woman|person|family|origin|background)|"
        "of (?:african|asian|caribbean|chinese|indian|pakistani|bangladeshi|irish|polish|romanian|"
        "somali|turkish|kurdish|arab) (?:origin|descent|background|heritage)"
    ),
    Kind.POLITICS: (
        f"(?:{PARTIES}) (?:party )?(?:members?|voters?|supporters?|activists?|donors?|"
        f"sympathis\\w+)|"
        f"(?:vote|voted|votes|voting) (?:{PARTIES})|"
        f"(?:vote|voted|votes|voting|canvass\\w*|campaign\\w*) for (?:the )?(?:{PARTIES})|"
        f"member of (?:the )?(?:{PARTIES})|party member(?:ship)?|"
        f"{WHOSE} (?:politics|political (?:views?|opinions?|beliefs?)|vote)|"
        "(?:left|right)[ -]winger?|communist|fascist|how (?:you|he|she|they) voted"
    ),
    Kind.BELIEF: (
        "muslims?|islam(?:ic)?|christian(?:ity|s)?|catholics?|protestants?|methodists?|baptists?|"
        "evangelicals?|jew(?:s|ish)?|judaism|hindus?|hinduism|sikhs?|sikhism|buddhis(?:t|ts|m)|"
        "jains?|quakers?|mormons?|jehovah's witness(?:es)?|atheists?|humanists?|pagans?|"
        f"{WHOSE} (?:faith|religion|beliefs?|religious \\w+|mosque|church|synagogue|imam|priest|"
        "rabbi|hijab|turban)|convert(?:ed|s|ing)? to \\w+"
    ),
    Kind.UNION: (
        "trade unions?|union (?:members?|membership|rep|reps|representative|official|dues|branch)|"
        f"{WHOSE} union|shop steward|unison|unite the union|gmb|nasuwt|usdaw|"
        "aslef|rmt|ucu|fbu|rcn|cwu|(?:neu|pcs|bma|unite) members?"
    ),
    Kind.GENES: (
        "genetic(?:s|ally)?|gene (?:test|defect)|(?:faulty )?brca\\w*|dna(?: tests?| results?)?|"
        "hereditary|inherited (?:condition|disease)|huntington's|sickle cell|cystic fibrosis|"
        "down'?s? syndrome|haemophilia"
    ),
    Kind.BIOMETRIC: (
        "biometrics?|fingerprints?|(?:iris|retina|face|palm|hand) scans?|faceprints?|voiceprints?|"
        "fac(?:e|ial) recognition"
    ),
    Kind.HEALTH: (
        f"{WHOSE} (?:mental |physical |sexual )?(?:health|medical \\w+|medication|medicines?|"
        "condition|symptoms|operation|treatment|consultant|psychiatrist|therapist|gp|doctor|"
        "care package|mobility)|mental health|mental(?:ly)? ill(?:ness)?|nervous breakdown|"
        "diagnos(?:is|es|ed)|medical (?:records?|history|notes|condition|evidence|report|"
        "reasons?)|"
        "cancer|tumou?rs?|chemo(?:therapy)?|radiotherapy|diabet(?:es|ic)|asthma(?:tic)?|"
        "epilep\\w+|"
        "dementia|alzheimer'?s|parkinson's|multiple sclerosis|autis(?:m|tic)|asperger'?s|adhd|"
        "dyslexi[ac]|learning (?:disabilit|difficult)\\w+|depress(?:ed|ion)|antidepressants?|"
        "anxiety|panic attacks?|ptsd|bipolar|schizophreni[ac]|psycho(?:sis|tic)|psychiatr\\w+|"
        "suicid(?:e|al)|self[ -]harm\\w*|overdosed?|sectioned|eating disorder|anorexi[ac]|"
        "hiv|hepatitis|covid|tuberculosis|(?:had|has|have|having|a|your) (?:a )?stroke|"
        "heart (?:attack|condition|disease|failure|surgery)|(?:cardiac|respiratory) arrest|"
        "dialysis|"
        "transplant|disab(?:led|ility|ilities)|wheelchair|blue badge|hearing loss|deaf|blind|"
        "partially sighted|pregnan(?:t|cy)|miscarriage|abortion|stillb(?:orn|irth)|ivf|"
        "prescri(?:bed|ption)s?|in (?:the )?hospital|hospital (?:appointment|admission|stay|"
        "letter)|"
        "discharged from|terminal(?:ly)? ill(?:ness)?|illness(?:es)?|off sick|sick (?:note|leave)|"
        "fit note|injur(?:y|ies|ed)|addict(?:s|ed|ion)?|alcoholi(?:c|sm)|drink problem|"
        "(?:drug|alcohol) (?:problem|habit|abuse|misuse|treatment)|rehab|incontinen\\w+|hospice|"
        "ocd|bpd|(?:has|have|had|with|your) (?-i:MS)|methadone|"
        "(?:alcohol|drug|substance) dependen\\w+|kill(?:ed|ing)? (?:him|her|them|your|my)"
        "sel(?:f|ves)|"
        "pip (?:appeal|claim|award|tribunal|assessment)|your (?:pip|esa)|esa (?:claim|appeal)|"
        "personal independence payment|carer's allowance|attendance allowance"
    ),
    Kind.SEX: (
        "sex (?:life|worker|work|with)|sexual(?:ly)?(?: \\w+)?|prostitut\\w+|pornograph\\w+|porn|"
        "(?:having|had) an affair|slept with|unfaithful|infidelity|sexually transmitted|std|"
        "contracepti\\w+|nudes|intimate (?:photos?|pictures?|images?)"
    ),
    Kind.ORIENTATION: (
        "gay|lesbians?|bisexual|homosexual|heterosexual|queer|lgbt\\w*|same[ -]sex|"
        "sexual orientation|transgender|trans (?:man|woman|boy|girl|person)|transsexual|"
        "non-binary|"
        "gender (?:identity|reassignment|dysphoria|transition)|came out to|coming out to"
    ),
    Kind.CRIME: (
        "convict(?:s|ed|ions?)?|crimin(?:al|als|ality)|offences?|offend(?:ed|er|ers|ing)|"
        "re-?offend\\w*|"
        "arrest(?:s|ed)?|charged with|police caution|cautioned|prison(?:er)?|jail(?:ed)?|gaol|"
        "in custody|on remand|remanded|(?:on|police|court) bail|bailed|on probation|"
        "probation (?:officer|order|service)|sentenced|(?:suspended|custodial|prison|"
        "jail) sentence|"
        "community (?:order|payback|service order)|(?:plead(?:ed|ing)?|pled|found|was|is|"
        "not) guilty|"
        "prosecut\\w+|alleg(?:ed|edly|ations?)|accus(?:ed|ation|ations)|suspected of|"
        "under investigation|police (?:investigat\\w+|interview\\w*|are looking|raid\\w*)|"
        "questioned by (?:the )?police|interviewed under caution|dbs check|criminal record|"
        "fraud(?:ster|ulent\\w*)?|thefts?|thief|thieves|stole|shoplift\\w*|burgl\\w+|robb(?:ed|"
        "ery)|"
        "assault\\w*|rap(?:e|ed|ist)|murder\\w*|manslaughter|grievous bodily|actual bodily|"
        "drug deal\\w+|deal(?:ing|s)? drugs|possession (?:with intent|of (?:drugs|cannabis|"
        "cocaine|heroin|an? (?:knife|weapon|blade|firearm)))|drink[ -]driv\\w+|drunk driving|"
        "speeding (?:fine|ticket|offence|points)|points on (?:your|his|her|their) licence|asbo|"
        "restraining order|injunction|criminal behaviour order|electronic tag|magistrates'?|"
        "crown court|court (?:case|hearing|date|appearance)|on trial|gang member|sex offenders?|"
        "underage (?:people|sales?|drink\\w+|customers?)|stolen goods|blackmail\\w*|launder\\w+|"
        "(?:has|have|had|his|her|your) (?:\\w+ )?previous for|(?:did|doing|done) time|gbh|abh|"
        "pa?edophil\\w+|paedo|tried to kill|"
        "(?:sold|sells?|selling) (?:alcohol|cigarettes|tobacco|vapes|knives) to (?:minors|children|"
        "under)|victim of (?:a )?crime"
    ),
    Kind.MONEY: (
        "debts?|in debt|arrears|bankrupt(?:cy)?|insolven\\w+|bailiffs?|enforcement agents?|"
        "universal credit|(?:housing|child|disability|unemployment|sickness) benefits?|"
        f"{WHOSE} (?:benefits?|income|salary|wages|savings|pension|finances|bank \\w+|mortgage|"
        f"rent|"
        "council tax|overdraft|loan)|on benefits|benefits? (?:claim|sanction|cap|fraud|stopped)|"
        "sanctioned by|council tax (?:arrears|debt|reduction|support|bill)|income support|"
        "jobseeker'?s allowance|pension credit|overdraft|overdrawn|payday loan|loan shark|"
        "county court judge?ment|ccjs?|repossess\\w+|food bank|debt relief|(?:you|he|she|"
        "they) owes?|"
        "(?:financial|money) (?:difficult\\w+|problems?|trouble|hardship|worries)|hardship fund|"
        "cannot afford|can't afford|discretionary housing payment"
    ),
    Kind.CHILDREN: (
        f"{WHOSE} (?:\\w+ )?{KIN}|child (?:protection|in need|abuse|neglect|maintenance|"
        f"arrangements)|"
        "custody of|children's (?:services|social care|social worker)|"
        "social (?:services|workers?)|foster(?:ed|ing| carers?| care)|adopt(?:ed|ion) "
        "(?:child\\w*|order|papers|panel)|looked[ -]after (?:child|children)|care (?:order|leaver|"
        "proceedings)|special educational needs|ehcp|sen support|safeguarding|"
        "(?:permanently |temporarily )?excluded from school|school (?:exclusion|refus\\w+|place "
        "appeal)|truan\\w+|family court|taken into care|parenting order|free school meals"
    ),
    Kind.HOUSING: (
        "homeless(?:ness)?|evict(?:s|ed|ion|ions)?|notice to quit|section (?:21|8)|"
        "no[ -]fault notice|"
        "tenan(?:t|ts|cy|cies)|landlord|temporary accommodation|emergency accommodation|"
        "bed and breakfast accommodation|housing (?:list|register|waiting list|application|"
        "officer|"
        "needs?|band|transfer|points|disrepair|options)|overcrowd\\w+|rough sleep\\w+|"
        "sleeping rough|sofa[ -]surf\\w*|squatt(?:er|ers|ing)|sheltered housing|care home|"
        f"{WHOSE} (?:flat|council house|council flat|bedsit|repairs|damp|mould)|home visit"
    ),
    Kind.IMMIGRATION: (
        "immigra(?:nt|nts|tion)|asylum(?:[ -]seekers?)?|refugees?|visas?|leave to remain|"
        "(?:pre-)?settled status|indefinite leave|right to remain|deport\\w*|home office|"
        "undocumented|overstay\\w*|no recourse to public funds|nrpf|residence permit|brp|"
        "right to work|naturalis\\w+|british citizenship|citizenship (?:application|test)|"
        "passport (?:number|application)|detention centre|smuggled|trafficked|human trafficking|"
        "modern slavery"
    ),
    Kind.ABUSE: (
        "domestic (?:abuse|violence)|"
        "(?:abusive|violent|controlling) (?:partner|husband|wife|ex|relationship|boyfriend|"
        "girlfriend|marriage|father|family)|"
        "coercive control|controlling behaviour|(?:women's|in a|in the|to a|at the) refuge|"
        "safe house|"
        "non-molestation|occupation order|marac|idva|clare's law|forced marriage|"
        "honou?r[ -](?:based|killing)|fgm|female genital mutilation|stalk(?:ed|er|ing)|"
        f"{LOVED} (?:hit|hits|beat|beats|threaten\\w*|attack\\w*|abus\\w+|hurts?) (?:you|her|"
        f"him|them|(?:the|your|his|my|our) {KIN})|"
        "(?:physical|sexual|emotional) abuse|abused by|afraid of (?:your|her|his|"
        "their) (?:partner|"
        "husband|wife|ex)|fle(?:d|eing) (?:violence|abuse|your|her|his|their)"
    ),
}
"""By kind, in small letters, with a straight apostrophe. What may be of anybody is left out."""

PLACES = (
    "church|temple|mosque|synagogue|gurdwara|centre|center|community|communities|school|schools|"
    "academy|hall|festival|street|road|lane|avenue|close|way|club|society|association|charity|"
    "aid|week|day|month|new year|history month"
)
EVERYDAY = (
    f"(?:muslim|islamic|christian|catholic|protestant|methodist|baptist|jewish|hindu|sikh|"
    f"buddhist|"
    f"quaker|humanist) (?:{PLACES})",
    "mental health (?:awareness|week|day|month)",
    "(?:deaf|disability|refugee|black|islamic|cancer|dementia|autism|diabetes|homeless(?:ness)?|"
    "carers|lgbt\\w*) (?:awareness|history|action|friendly|charity|charities|week|month|day)",
    "disabled (?:parking|bays?|toilets?|access|facilities|spaces?|ramps?)",
    "wheelchair (?:access|accessible|ramps?|users|friendly)",
    "blind (?:bends?|corners?|spots?|alleys?|summit)|turn(?:s|ed|ing)? a blind eye|blind to",
    "(?:on|to) deaf ears",
    "european union|credit unions?|union (?:street|road|flag|jack)|students?'? union",
    "rugby union",
    "dna of (?:the|our|this)|in our dna",
    "genetically modified",
    "no offence|take(?:n)? offence|offending (?:item|word|post|tree|branch)",
    "with conviction|conviction that(?! (?:you|he|she|they|was|is|in))",
    "planning injunction|oilseed rape",
    "food bank (?:collection|donations?|volunteers?|appeal|drive|needs)",
    "visa (?:card|debit|credit)",
    "(?:tenants|residents)'? (?:and residents'? )?associations?|anchor tenant",
    "(?:animal|wildlife|cat|dog|donkey|traffic) refuge",
    "passport photos?|passport office",
    "gay (?:street|road)|pride (?:march|parade|event)",
    "(?:tropical|economic) depression|great depression|depressed kerb",
    "injury time|add(?:s)? insult to injury",
    "foster (?:a sense|good|closer|pride|better|links|community)|"
    "fostering (?:a sense|good|closer|pride|better|links)",
    "care home (?:staff|workers?|sector)|green (?:space|belt) (?:members|supporters)",
    "workers? members?|labour (?:market|costs?|intensive)|conservative (?:estimate|guess)",
    "(?:council|committee|group|team|panel|board|officers?) (?:is |are |was |were )?"
    "charged with (?:leading|making|running)",
)
"""Said of places, campaigns and things, and of no person."""


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<![\w-])(?:{pattern})(?![\w-])")


COMPILED = [(kind, _whole(pattern)) for kind, pattern in WORDS.items()]
HARMLESS = _whole("|".join(EVERYDAY))
OF_SOMEBODY = re.compile(
    r"(?i)\b(?:belong\w*|members?|part|attend\w*|goes|go|going|went|pray\w*|worship\w*|join\w*|"
    r"you are|you're|s?he is|your|his|her|their|my)(?: (?:to|of|at|in|with))?"
    r"(?: (?:the|a|an|your|his|her|their))?\s\Z"
)
"""Before what is harmless of a place, this says it of a person."""
NEAR = 40


def found_words(text: str) -> Iterator[tuple[Kind, Span]]:
    """Every passage that speaks of something sensitive."""
    plain = HARMLESS.sub(_left_out, text)
    for kind, pattern in COMPILED:
        for match in pattern.finditer(plain):
            yield kind, match.span()


def _left_out(match: re.Match[str]) -> str:
    """As many line ends as it has letters, unless it is said of somebody."""
    before = match.string[max(0, match.start() - NEAR) : match.start()]
    return match[0] if OF_SOMEBODY.search(before) else "\n" * len(match[0])
