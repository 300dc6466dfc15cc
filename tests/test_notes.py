"""The note check on an honest list, both ways: what waits for rewording, and what must never be held back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.notes import Kind, check, explained

WAITS = {
    Kind.INSULT: [
        "Their office manager is an idiot.",
        "What a bunch of morons",
        "their server is retarded",
        "The receptionist was so stupid it hurt",
        "He's a complete muppet",
        "lazy owner, never reads mail",
        "Stupid users again",
        "the director is a bit thick",
        "She is a control freak",
        "Dealing with that old cow again",
        "Absolute pillock on reception",
        "is he mental?",
        "The boss went crazy and is a liar",
        "Waste of space, the lot of them",
        "ID10T error at the front desk",
        "ARSEHOLE!!!",
        "The staff are useless",
        "their accountant is brain-dead",
    ],
    Kind.HEALTH: [
        "Their IT contact is autistic so be patient",
        "The owner is blind, so send no screenshots",
        "a deaf receptionist lets nobody in",
        "he is disabled and can't get to the rack",
        "Sign-off is slow: she is off sick",
        "She's pregnant, so nothing will be decided",
        "The manager is an alcoholic",
        "Boss was ill, nobody could approve",
        "a bit OCD about cabling",
        "Their FD had a stroke in March",
        "he has cancer, poor man",
        "their secretary is depressed",
        "signed off with stress since May",
        "The contact is in a wheelchair",
        "obviously bipolar",
    ],
    Kind.RELIGION: [
        "The owner is Muslim, so no Friday visits",
        "he stops to pray in the middle of the job",
        "Fasting for Ramadan, grumpy",
        "very religious people, closed early",
        "The director is a devout Catholic",
        "Their PA wears a headscarf",
        "jehovah's witnesses run the place",
    ],
    Kind.ORIGIN: [
        "Could not understand her accent",
        "thick foreign accent on the phone",
        "the Polish receptionist let me in",
        "he is Indian",
        "the black guy in the warehouse knows the alarm code",
        "Nobody there speaks English",
        "His English is terrible",
        "typical Germans, no small talk",
        "run by foreigners",
        "not a native speaker, so write it down",
        "Ask the Chinese lady",
    ],
}
STANDS = [
    "the disabled firewall rule let it through",
    "She disabled MFA for everybody",
    "He's disabled the backups again",
    "The user is disabled in AD",
    "Blind copy went to all of their customers",
    "he was blind copied on the quote",
    "They are blind to the risk of no UPS",
    "master/slave replication was broken",
    "the Church Street office has no UPS",
    "sick of the printer",
    "She is sick of the printer, and so am I",
    "The owner is sick and tired of outages",
    "We blacklisted the sender and whitelisted the domain",
    "The race condition in their export script",
    "I'll contact the director tomorrow",
    "The black box under the desk is the modem",
    "white label router, brown cable",
    "Black screen on two PCs",
    "Foreign key errors in their database",
    "The German keyboard layout was set by mistake",
    "Polish the documentation before the next visit",
    "Chinese router with the default password",
    "Accent colours in the template were lost",
    "Dumb terminal in the warehouse",
    "Thick client needs an update",
    "The password manager is useless without SSO",
    "Device manager is crazy slow",
    "This driver is stupid: it resets at every start",
    "The graphics driver was disabled",
    "Server is dead, UPS is ill-suited for it",
    "Everyone frazzled, two of them in tears at seven in the evening",
    "Overworked staff, no breaks taken",
    "The owner shouted at me in front of the staff",
    "He overruled our advice twice",
    "Waited forty minutes for the server room key",
    "Nobody knows who signs off",
    "Their backup job is paranoid mode: three copies",
    "The killed process left an orphan and a zombie child",
    "Feature creep: scope flipped on site",
    "A mad rush before the audit",
    "Virus on the receptionist's PC, she reported it at once",
    "Dummy account still active, brute force attempts",
    "Fell on deaf ears: third time we advised MFA",
    "git push failed, the tool has a bug",
    "Christian signed off the quote",
    "Merry Christmas card from the whole team",
    "Prayer of a setup: one disk, no backup",
    "The runbook is their bible",
    "Cripplingly slow line",
    "They had surgery PCs without a screen lock",
    "Their English version of Windows needs the language pack",
    "flame retardant cable duct missing",
    "“The cheque is in the post” again",
    "",
]


@pytest.mark.parametrize(("kind", "note"), [(kind, note) for kind, notes in WAITS.items() for note in notes])
def test_what_is_about_a_person_waits(kind: Kind, note: str) -> None:
    assert kind in {finding.kind for finding in check(note)}


@pytest.mark.parametrize("note", STANDS)
def test_what_happened_stands(note: str) -> None:
    assert check(note) == ()


@pytest.mark.parametrize("name", ["Jewish Care", "Deaf Trust", "Autism Plus", "Bastard & Sons"])
def test_a_clients_own_name_says_nothing_about_anybody(name: str) -> None:
    assert check(f"Nobody at {name.upper()} had a key", [name]) == ()


def test_it_says_what_it_found_in_the_words_that_were_typed() -> None:
    found = check("The  Boss is an ÍDIOT, and their PA is off Sick.")
    assert explained(found) == (
        "“ÍDIOT” reads as an insult; “off Sick” is about somebody's health. "
        "Please write what happened, not what they are like."
    )


@given(st.text(max_size=300))
def test_any_text_can_be_checked_and_what_is_found_stands_in_it(note: str) -> None:
    assert all(finding.words in note for finding in check(note))


@given(
    st.sampled_from([note for notes in WAITS.values() for note in notes]), st.text(max_size=20), st.text(max_size=20)
)
def test_what_stands_around_it_hides_nothing(note: str, before: str, after: str) -> None:
    assert check(f"{before}\n{note}.\n{after}")
