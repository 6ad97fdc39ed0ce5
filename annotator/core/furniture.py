"""The lines of a page that are not its article, known by their words and shapes: menus, share lines, credits."""

import regex

_FLAGS = regex.IGNORECASE

# Words that head a line of furniture: followed by a colon or bar, or alone with a few words and no full stop.
_LABELS = """
share|share this|share-line|share on|tweet|toot|retweet|facebook|twitter|x|instagram|youtube|telegram|whatsapp
|linkedin|vk|viber|print|copy|copy link|email|e-mail|follow|follow us|subscribe|sign up|newsletter|more|more on
|more from|more in|more news|read more|read next|read also|read this|also read|see also|watch|watch also|listen
|related|related (?:news|articles|stories|topics|content)|recommended|trending|trending now
|most (?:read|popular|viewed|shared|commented)|popular|popular now|top stories|latest|latest news|breaking
|breaking news|don[’']?t miss|you may (?:also )?like|up next|next|next up|previous|next (?:article|story|page)
|previous (?:article|story|page)|tags?|keywords?|topics?|filed under|categor(?:y|ies)|section|photos?|images?
|pictures?|pictured|captions?|videos?|graphic|map|infographic|credits?|sources?|copyright|all rights reserved
|advertisement|advertising|advert|ads?|sponsored|sponsored content|promoted|partner content|promotion|comments?
|join the discussion|views?|page views|reads|hits|reading time|log ?in|log ?out|sign in|register|search|menu|home
|home ?page|skip to (?:main )?content|loading|load more|show more|back to top|top|contacts?|contact us|press contact
|media contacts?|media enquiries|for media enquiries|press (?:office|service)|tel|phone|fax|about us|about|terms
|terms of use|privacy|privacy policy|cookies?|cookie settings|accept(?: all)?|reject(?: all)?|poll|quiz|vote|survey
|weather|horoscope|exchange rates?|donate|support us|our work|letters|letters to the editor|correspondence|agenda
|calendar|events|opinion|jobs|careers|rss|podcast|app|en|language|font size|a[+−-]|night_theme|play market
|apple store|app store|google play|edited by|editing by|reporting by|additional reporting by|translated by
|translation by|written by|compiled by|notes?|notes to editors|footnotes|references|glossary|about the author
|disclaimer|correction|editor[’']s note|ends|teilen|drucken|merken|kommentare?|lesezeit|bild|fotos?|quelle
|mehr zum thema|mehr|lesen sie auch|auch interessant|anzeige|werbung|schlagw[oö]rter|themen|startseite|abonnieren
|abo|leserbriefe|impressum|datenschutz|meistgelesen|folgen sie uns|stichw[oö]rter|video|partager|imprimer|lire aussi
|[àa] lire (?:aussi|également)|publicité|photo|crédit|mots[- ]clés|abonnez-vous|commentaires|accueil
|temps de lecture|sur le même sujet|les plus lus|suivez-nous|source|compartir|imprimir|leer también|lea también
|lee también|publicidad|etiquetas|temas|suscríbete|comentarios|fuente|inicio|lo más leído|síguenos|condividi|stampa
|leggi anche|pubblicità|commenti|fonte|compartilhar?|leia também|leia mais|publicidade|mais lidas|comentários
|udostępnij|drukuj|czytaj (?:też|także|więcej|również)|zobacz (?:też|także|również)|reklama|tagi|zdjęcie|fot\\.?
|źródło|komentarze|strona główna|distribuie|citește și|publicitate|sursa|acasă|etichete|comentarii|foto|поделиться
|подписывайтесь|подпишись|подпишитесь|читайте также|реклама|теги|фото|источник|просмотр(?:ов|ы)|комментари(?:ев|и|й)
|главная|сегодня|новости партн[её]ров|ещ[её]|поширити|підпис(?:уйтесь|атися)|читайте також|джерело|коментар(?:і|ів)
|delen|lees ook|advertentie|reageer|bron|dela|läs (?:också|mer)|annons|les også|del på|annonse|læs også|jaa|lue myös
|mainos|kuva|paylaş|yorum(?:lar)?|kaynak|fotoğraf|jaga|loe (?:ka|lisaks)|dalies|dalīties|lasi arī
|skaityk(?:ite)? taip pat|sdílet|čtěte také|zdroj|megosztás|olvassa el|hirdetés|forrás
"""
_LABEL = regex.compile(
    rf"(?:\W*)(?P<word>{''.join(_LABELS.split(chr(10)))})(?P<after>\s*[:：|•·]|\s*(?=\()|\b\s*)(?P<rest>.*)",
    _FLAGS,
)
_LABEL_ONLY_BEFORE_COLON = regex.compile(
    r"(?:x|en|top|map|home|poll|terms|about|contacts?|calendar|jobs|careers|quiz|menu|search|language|app|print|email"
    r"|privacy|disclaimer|references|graphic|images?|pictures?|credits?|adverts?|ads?|promotion|agenda|comment"
    r"|follow|more|section|opinion|events|vote|source|sources|notes?|topics?|views?|reads|hits"
    r"|register|next|previous|latest|breaking|video|copy|follow|watch|listen"
    r"|jaa|mehr|bron|temas|themen|correction|weather|letters|survey|contact|popular|about|video|del på|dela)",
    _FLAGS,
)
_KICKER = regex.compile(r"opinion|breaking(?: news)?|latest|poll|top", _FLAGS)
"""Labels that stand before true headlines too."""
_PHRASES = regex.compile(
    r"""(?x)
    \b(?:(?:we|partners|site|website)\b.{0,30}\buses?\ cookies|cookie\ (?:settings|policy|preferences)
      |accept\ (?:all\ )?cookies|enable\ javascript)
  | \bsubscribe\b.{0,40}(?:\b(?:newsletter|updates|free|inbox|alerts|issues)\b|[$€£])
  | \b(?:sign\ up|register|log\ in|sign\ in)\b.{0,40}\b(?:newsletter|inbox|alerts|free\ account
    |to\ (?:read|continue|comment))\b
  | ^(?:subscribe|sign\ up|join|get|receive|download|follow|like|find|support|donate|click|tap|share
    |install)\b(?!\ (?:for|of|from|among|in|by|was|has)\b).{0,60}\b(?:newsletter|inbox|app|telegram|facebook|twitter
    |instagram|whatsapp|channel|us\ on|here
    |journalism|social\ media|alerts|updates)\b
  | \byou\ have\b.{0,25}\b(?:free\ )?articles?\b.{0,15}\b(?:left|remaining)
  | \b(?:use|reproduction|reprint\w*|republication)\ of\b.{0,30}\b(?:materials?|content|articles?|texts?|news)\b
    .{0,80}\b(?:hyperlink|link\ to|permission|written\ consent|prior\ consent)\b
  | \ball\ rights\ reserved\b|\bterms\ of\ (?:use|service)\b|\bprivacy\ policy\b
    |\bno\ part\ of\ this\b.{0,40}\breproduced\b
  | ^(?:©|ⓒ|\(c\)\s|copyright\b) | ^.{0,40}[©ⓒ]\s?(?:19|20)\d\d
  | \b(?:story|article|post)\ continues\b|\bcontinue\ reading\b|\bcontinues?\ below\b
    |\bread\ (?:the\ )?full\ (?:story|article|text)\b
  | \bcomments?\ (?:are|is|have\ been)\ (?:now\ )?(?:closed|disabled|off)\b|\b(?:leave|post
    |write)\ a\ comment\b|\bbe\ the\ first\ to\ comment\b|^\d+\ comments?\b
  | \bliked?\ (?:the|this)\ (?:story|article)\b|\bshare\ it\ on\b|\bwhat\ are\ you\ looking\ for\b
    |\bfollow\ us\b|\bback\ to\ top\b|\bsave\ (?:this\ )?(?:story|article)\ for\ later\b
  | \b(?:views?|просмотр\w*|перегляд\w*|reads|aufrufe|vues|visitas|wyświetle\w*
    |vizualizări)\s*[:|]?\s*\d[\d\s.,k]*$ | ^\d[\d\s.,]*\s*(?:views|reads|shares|likes|followers|comments)\b
  | \b\d+\s*(?:min(?:ute)?s?|мин|минут\w*)\.?\s*(?:read|lesen|de\ lecture|чтения)\b|\breading\ time\b|\blesezeit\b
  | \b\d+\ (?:minutes?|hours?|days?|mins?|hrs?)\ ago$
  | \b(?:first|originally)\ (?:published|appeared)\ (?:in|on|at|by)\b|\bviews?\ expressed\b.{0,60}\b(?:author
    |own|necessarily)|\bopinions?\ expressed\b
  | \b(?:the\ )?most\ important\ (?:world\ )?news\b|\blatest\ news\ (?:in|on|from)\b|\bmost\ read\b
  | (?:\+\d{1,3}|\(\+?\d{2,4}\))[\s-]?\d{2,3}[\s-]\d{2,4}\b|(?<=\w)@[\w-]+\.\w{2,}\b|^https?://\S+$
    |^www\.\S+$|^[@\#]\S+(?:[\s,]+[@\#]\S+)*$
  | ^\W*(?:read|see|watch|listen)(?:\ also|\ more|\ next)?\s*:
  | ^home\s*[>›»/|→] | \bcontributed\ to\ this\ (?:report|story|article)\b | ^for\ (?:further|more|media
    |press)\ (?:information|details|enquiries|inquiries)\b
  | ^(?:print|share|send|save)\ this\ (?:page|article|story)\b
  | ^(?:press|news|media)\ release(?:\ (?:no\.?|nr\.?)?\s?[\d/.-]+)?$
  | \bin\ your\ inbox\b | \b(?:material|content)\ may\ not\ be\ (?:published|reproduced|copied|republished)\b
  | \bcontact\b.{0,60}\b(?:press\ office|media\ relations)\b
    """,
    _FLAGS,
)
_CAPTION = regex.compile(
    r"""(?x)
    \((?:file|archive|archiv|archivo|photo|foto|pictured|left|right|centre|center|image|illustration
      |illustrative|stock|handout)\b[^)]*\)
  | \b(?:file|stock|illustrative|archive|handout|courtesy|agency|press)\ (?:photo|image|picture|photograph)\b
    | \b(?:photo|image|picture|photograph|illustration)(?:\ (?:by|via|courtesy|credit)\b|\s?:)
  | \b(?:getty|shutterstock|unsplash|picture\ alliance|imago|wikimedia(?:\ commons)?)\b
  | /\s?(?:afp|ap|reuters|epa(?:-efe)?|efe|tass|pap|dpa|ansa|getty|keystone|anadolu|xinhua|ritzau|ntb
    |lehtikuva|bns|leta)\b\.?$
  | \bphoto/ | ^\[(?:photo|video|gallery|image) | [,;.]\s(?:illustrative|illustration|archive|file)$ | ©
    """,
    _FLAGS,
)
POINTER = regex.compile(r"^[→➡⏩▶►👉📷📸🎥📹🔗📲📩✉💬👇☞»›⬇🖨🔔📰🎧☛⇒⟶📌❯📧📞☎🗞🛒]")
BOX = regex.compile(
    r"\W*(?:related|recommended|trending|most (?:read|popular|viewed|shared)|popular|top stories|latest"
    r"|latest news|more (?:on|from|in|news|stories)\b.*|read (?:also|more|next)|see also|also read"
    r"|don[’']?t miss|you may (?:also )?like|up next|mehr zum thema|lesen sie auch|meistgelesen|lire aussi"
    r"|sur le même sujet|lea también|leggi anche|leia também|czytaj także|zobacz też|читайте также"
    r"|читайте також|lees ook)\b.{0,30}",
    _FLAGS,
)
NOTES = regex.compile(
    r"\W*(?:notes?(?: to (?:the )?editors?)?|footnotes?|references|endnotes?|glossary|further reading"
    r"|about the authors?|about us|contacts?|media contacts?|for (?:media|press|more|further) \w+|ends"
    r"|anmerkungen|glossar|примечани[ея])\s*(?:[:.]|$)",
    _FLAGS,
)
GLUED = regex.compile(r"^(?:loading|share-line|advertisement|print|copy link|menu|search)(?=[\p{Lu}“\"«])")
MASTHEAD = regex.compile(
    r"""(?xi)\b(?:news|newspaper|post|times|daily|weekly|herald|tribune|courier|gazette|journal|review|observer|chronicle|telegraph|guardian|standard|mirror|star|sun
    |sentinel|monitor|report(?:er)?|record|dispatch|argus
    |bulletin|digest|magazine|press|media|agency|wire|service|online|today|network|radio|television|tv|channel
      |broadcasting|beat|brief|notes|view|centre|center|institute|foundation|council|ministry|ministerul|ministerio
      |ministère|ministerium
    |department|office|embassy|government|parliament|commission|committee
    |secretariat|mission|union|association|society|campaign|coalition|network
    |zeitung|tageblatt|kurier|anzeiger|blatt|dagbladet|tidning\w*|gazeta|dziennik|новости|газета|вести|онлайн)\b"""
)
_AUTHOR = regex.compile(
    r"^(?:the (?:author|writer)s?\b|(?:[\p{Lu}][\p{L}.’'-]+\s){2,4}(?:is|was|are)\s(?:an?|the"
    r"|our)\b.{0,60}\b(?:columnist|correspondent|editor|reporter|writer|author|fellow|professor|lecturer"
    r"|researcher|journalist|freelance|analyst|director|contributor|staff)"
    r"|(?:[\p{Lu}][\p{L}.’'-]+\s){2,4}(?:writes|teaches|reports|covers|blogs|tweets|lectures|edits"
    r"|has (?:written|covered|reported))\b.{0,30}\b(?:on|for|about|at|from|the|in)\b)"
)
_SEPARATORS = regex.compile(r"\s*[|·•●✦◆›»→>]\s*|\s+[/–—-]\s+|\t+|\s{2,}")
_BUTTON = regex.compile(
    r"(?:share|tweet|toot|pin|facebook|twitter|x|instagram|telegram|whatsapp|linkedin|reddit|e-?mail|print"
    r"|save|copy|link|bookmark|comments?|like|vk)[,:]?",
    _FLAGS,
)
_BULLET = regex.compile(r"^[-–—•●▪■◦*·‣]\s")
_SCRIPTS = ("Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Armenian", "Georgian", "Devanagari", "Thai")
_COUNTERS = [(name, regex.compile(rf"\p{{{name}}}")) for name in _SCRIPTS] + [
    ("East", regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"))
]


def is_furniture(line: str, words: int) -> bool:
    """Tell whether a line is furniture by what it says: labels, credits, share and newsletter lines."""
    if words > 45:
        return False
    if not any(character.isalpha() for character in line):
        return not any(character.isdecimal() for character in line) or words <= 2
    return bool(
        _PHRASES.search(line)
        or POINTER.match(line)
        or (words <= 40 and _CAPTION.search(line))
        or _is_labelled(line, words)
    )


def is_menu(line: str) -> bool:
    """Tell whether a line is a row of short items between separators, as menus are, or of share buttons."""
    words = line.split()
    if len(words) >= 2 and all(_BUTTON.fullmatch(word) for word in words):
        return True
    items = [item for item in _SEPARATORS.split(_BULLET.sub("", line)) if item]
    if len(items) < 2 or line.rstrip('”"’)').endswith((".", "!", "?")):
        return False
    longest = max(len(item.split()) for item in items)
    if regex.search(r"[|·•●✦◆›»→]|\t", line):
        return longest <= 3 or (len(items) >= 3 and longest <= 8)
    return len(items) >= 3 and longest <= 4


def is_author_box(line: str, bylines: set[str]) -> bool:
    """Tell whether a line below the text says who wrote it; `bylines` are the names that stood above."""
    return bool(_AUTHOR.match(line)) or any(line.startswith(name) for name in bylines)


def script(text: str) -> str:
    """Return the script that most letters are in, or an empty string; Chinese, Japanese and Korean are one."""
    if text.isascii():
        return "Latin" if any(map(str.isalpha, text)) else ""
    name, count = max(((name, len(letter.findall(text))) for name, letter in _COUNTERS), key=lambda pair: pair[1])
    return name if count else ""


def _is_labelled(line: str, words: int) -> bool:
    match = _LABEL.fullmatch(line)
    if match is None:
        return False
    if regex.search(r"[:：|•·]", match["after"]):
        return words <= 30 and not _KICKER.fullmatch(match["word"])
    if _LABEL_ONLY_BEFORE_COLON.fullmatch(match["word"]):
        return not match["rest"].strip()
    ends = line.endswith((".", "!", "?", "”"))
    return len(match["rest"].split()) <= 3 and not ends
