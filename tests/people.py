"""The company that all tests are about: a few people, a few clients."""

from bot.company import Client, Member, Workspace
from bot.ports import Database
from bot.qualities import Role

BRIGHT = Workspace(id="bright-it", name="Bright IT", zone="Europe/London")

MAYA = Member(id="maya", name="Maya Patel", slack_user="UMAYA", email="maya@bright.example")
TOM = Member(id="tom", name="Tom Baker", slack_user="UTOM", email="tom@bright.example")
PRIYA = Member(id="priya", name="Priya Shah", slack_user="UPRIYA", email="priya@bright.example")
OLGA = Member(id="olga", name="Olga Novak", slack_user="UOLGA", role=Role.OFFICE)
ALAN = Member(id="alan", name="Alan Wright", slack_user="UALAN", role=Role.ACCOUNT_MANAGER)
ADA = Member(id="ada", name="Ada Okoye", slack_user="UADA", role=Role.ADMINISTRATOR)
PEOPLE = (MAYA, TOM, PRIYA, OLGA, ALAN, ADA)

ACME_DENTAL = Client(id="acme-dental", name="Acme Dental", account_manager=ALAN.id)
ACME = Client(id="acme", name="Acme Ltd")
GLOBEX = Client(id="globex", name="Globex Corporation", aliases=("Globex",))
HOOLI = Client(id="hooli", name="Hooli")
WAYNE = Client(id="wayne", name="Wayne & Sons")
CLIENTS = (ACME_DENTAL, ACME, GLOBEX, HOOLI, WAYNE)


def company(database: Database, workspace: Workspace = BRIGHT) -> Workspace:
    """Bright IT with its people and clients, nothing rated yet; another workspace has the same ones."""
    database.create_workspace(workspace)
    with database.store(workspace.id) as store:
        for member in PEOPLE:
            store.members.add(member)
        for client in CLIENTS:
            store.clients.add(client)
    return workspace
