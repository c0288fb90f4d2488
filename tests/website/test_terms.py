"""Words that docs/terms.md has replaced do not come back with the next text.

Each stands with what is said instead. Texts of libraries are not ours to change in English.
"""

import re
from functools import cache

import pytest
from django.conf import settings

from operations import catalogues

KOREAN = {
    "당신": "nobody is addressed so; leave it out",
    "편집실": "관리자 페이지",
    "사용자 이름": "아이디",
    "고르|골라|고른": "선택",
    "고치|고쳐|고친|고칠": "수정, or 바로잡다",
    "지우기|지웠|지워": "삭제; personal data: 파기",
    "찾기": "검색",
    "막아 두기|막아 둠|막아 둔|따로 두|따로 둔": "게시 보류, 보류",
    "공개 보류|공개를 보류": "공개하지 않고 저장, 공개하지 않은 수정",
    "이해관계": "이해충돌",
    "저절로": "자동으로",
    "낭독기": "화면 낭독 프로그램",
    "동영상|비디오": "영상",
    "까닭": "이유",
    "단추": "버튼",
    "버전": "판, 개정본",
    "지원하|지원서": "신청",
    r"링크.*(열립니다|닫혔|닫힙|끊)": "사용할 수 있습니다, 만료, 사용 중지",
    "되어지|에 의해": "the active voice",
    r"(을|이|은|와)\((를|가|는|과)\)": "a sentence whose variable takes no particle",
    r"\d ~ \d|\{\w+\} ~ \{": "an attached tilde",
    "(비밀번호|코드|주소|날짜|번호)[를을]? (적어 주|적으)": "입력해 주세요",
    "지금 (비밀번호|로고|상태|계정)": "현재",
    "표시(해 주세요|를 풀고)$": "체크해 주세요, unless the page itself marks something",
}
ENGLISH = {
    r"[Kk](eep|ept) without publishing|[Cc]hanges waiting": "save without publishing, unpublished",
    r"\b[Ll]etters? (about|to|of|with|will|is|are|was|from|in)\b": "e-mail",
    r"\b[Dd]esk\b": "admin",
    r"\b[Ww]hoever\b": "anyone who",
    r"\bneed not\b": "do not have to",
    r"\banew\b": "again",
    r"\b[Ss]et apart\b|\bput right\b|\btake(n)? off\b": "quarantine, correct, remove",
    r"\b[Tt]hrow(n|s)?\b|\b[Tt]ak(e|en) over\b": "discard, copy",
    r"\w'\w| '|' ": "a typographic apostrophe or quotation mark",
    r"\b(?![Ss]iz|[Pp]riz)\w+iz(e|ed|ing|ation)s?\b": "British spelling",
    r"\b(color|center|behavior|favorite|gray|canceled|license[ds]?)\b": "British spelling",
}


@cache
def ours() -> list:
    entries = catalogues.entries(catalogues.strings_of_code("django"))
    return [
        one for one in entries if not all(loc.startswith("borrowed") for loc, _ in one.locations)
    ]


def texts(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@cache
def translations() -> list[str]:
    folder = catalogues.locale_dir() / "ko" / "LC_MESSAGES"
    read = (catalogues.read_catalogue(folder / f"{domain}.po") for domain in catalogues.BORROWED)
    entries = [entry for catalogue in read for entry in catalogues.entries(catalogue)]
    # The headings and cells of lists hold what others may have typed.
    own = [entry for entry in entries if "comma separated" not in (entry.context or "")]
    return [text for entry in own for text in texts(entry.string)]


@pytest.mark.skipif("ko" not in settings.NETWORK_LANGUAGES, reason="no Korean catalogue")
@pytest.mark.parametrize("retired", KOREAN)
def test_the_korean_catalogue_keeps_to_the_terms(retired):
    found = [text for text in translations() if re.search(retired, text)]
    assert found == [], f"Say instead: {KOREAN[retired]}"


@pytest.mark.parametrize("retired", ENGLISH)
def test_the_english_words_keep_to_the_terms(retired):
    plain = [re.sub(r"<[^>]*>", "", text) for entry in ours() for text in texts(entry.id)]
    assert [text for text in plain if re.search(retired, text)] == [], f"Say: {ENGLISH[retired]}"
