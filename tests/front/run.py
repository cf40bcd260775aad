#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A centre's day at the front-end of this folder, in a real browser, from another origin than the server's: from the sign-in to the certificate,
each page judged at the width of a telephone and of a desk. The tests are one walk, each a stretch of it. Ends with `N passed, N failed`. Pictures
are left in the folder CLEA_PAGES names, else in none."""

import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "scenario"), str(HERE.parent)]
import files  # noqa: E402
from hands import Browser, Hands  # noqa: E402
from harness.journey import Journey  # noqa: E402
from harness.runner import Suite, expect, expect_equal  # noqa: E402
from harness.session import Session  # noqa: E402
from harness.world import REGION, World  # noqa: E402
from instance import BUILD, Instance, free_port  # noqa: E402

suite = Suite("front")
AUDIENCE = "https://api.clea.example"
CONTACT, PRIOR, PATH, TRAINED, FINAL, HELD = "2026-01-05", "2026-01-14", "2026-01-20", "2026-03-02", "2026-03-04", "2026-03-20"
IDENTITY = {"birth_name": "Lefèvre", "first_name_1": "Anaïs", "sex": "F", "birth_year": 1988, "birth_month": 3, "birth_commune_insee": "59350",
            "birth_commune_label": "Lille", "region": REGION}


class Front:
    """The front-end, built and served with a provider by start.mjs as its README says, from the address of its own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.port, self.provider_port = free_port(), free_port()
        self.origin, self.issuer = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.provider_port}"
        self.process = None

    def settings(self):
        return {"CLEA_HTTP_ORIGINS": self.origin, "CLEA_LOGIN_1_ISSUER": self.issuer, "CLEA_LOGIN_1_AUDIENCE": AUDIENCE}

    def start(self, server):
        command = ["node", HERE / "start.mjs", "--server", server, "--port", str(self.port), "--provider-port", str(self.provider_port),
                   "--tokens", self.folder / "nobody"]
        with open(self.folder / "start.log", "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)

    def built(self):
        said = []
        for line in self.process.stdout:
            said.append(line)
            if line.startswith("ready"):
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return
        raise AssertionError("".join(said) + (self.folder / "start.log").read_text())

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()


class Centre:
    """An organism, its commission, and two people who sign in."""

    def __init__(self, instance, front, browser):
        self.world = World(instance)
        self.world.set_today = self.set_today
        self.origins = (front.origin, front.issuer, instance.base_url)
        self.front, self.browser = front, browser
        self.claire = Hands(browser, "claire", self.origins)
        self.thomas = Hands(browser, "thomas", self.origins)

    def set_today(self, day):
        self.world.today = day
        return self.world.certifier.put("/v1/sandbox/clock", {"today": day}).must(200)

    def people(self):
        self.world.bootstrap(organisms=1)
        self.organism = self.world.organisms[0]
        return self

    def invite(self, *roles):
        """Whom it is for and the code of an invitation: somebody with these functions in the centre."""
        id_ = self.world.person()
        for role in roles:
            self.world.affiliate(id_, self.organism.id, role)
        person = self.world.certifier.get(f"/v1/persons/{id_}").must(200)
        code = self.world.certifier.post("/v1/invitations", {"person_id": id_}).must(201)["invitation_code"]
        return f"{person['first_name']} {person['last_name']}", code

    def another_day(self, hands, day):
        """The page is loaded again: the provider remembers who is there."""
        self.set_today(day)
        hands.open("about:blank")
        hands.open(self.front.origin)
        hands.see("À faire")

    def journey(self):
        """The candidacy of the walk, for those who act over the API: the one that goes on."""
        found = max(self.world.certifier.get("/v1/candidacies").must(200)["data"], key=lambda one: one["reference"])
        journey = Journey(self.world, self.organism, candidate={"id": found["candidate_id"]})
        journey.id, journey.reference = found["id"], found["reference"]
        return journey.refresh()

    def missing(self):
        return self.journey().missing_domains()

    def criteria(self):
        return self.journey().missing_codes()


def sign_in(hands, front, name, code):
    hands.open(front.origin)
    hands.see("Se connecter")
    hands.judged(f"{name}-welcome")
    hands.click("Se connecter")
    hands.fill(Identifiant=name)
    hands.click("Continuer")
    hands.see("Première connexion")
    hands.fill(**{"Code d’invitation": "0" * 26})
    hands.click("Valider")
    hands.see("Invitation non valable")
    hands.judged(f"{name}-invitation", refused=(403, 409))
    hands.fill(**{"Code d’invitation": code})
    hands.click("Valider")


def act_as(hands, function):
    hands.choose("Fonction", function)
    hands.unsee("Lecture de")


def to_candidacy(hands, centre):
    """Of two of the same name the one of this reference."""
    hands.follow("À faire")
    hands.see(centre.reference)
    hands.follow("Anaïs Lefèvre", near=centre.reference)
    hands.see("Ce que vous pouvez faire")


def act(hands, name, choices=(), **fields):
    """Presses a button of the candidacy and sends its form."""
    if hands.do("count", role="button", name=name) == 0:
        hands.do("unfold")
    hands.click(name)
    hands.see("Date de l’acte")
    for label, option in choices:
        hands.choose(label, option)
    hands.fill(**fields)
    hands.click(name)
    hands.unsee("Date de l’acte")


def fill_by_keyboard(hands, codes, status_of):
    """From the head of the page, with nothing but keys."""
    while hands.do("focused") != codes[0]:
        hands.press("Tab")
    hands.press(*map(status_of, codes))
    hands.see(f"{len(codes)} sur {len(codes)} critères renseignés", "non enregistrée")


@suite.test
def somebody_signs_in_and_chooses_a_function(centre, front):
    hands = centre.claire
    centre.set_today(CONTACT)
    sign_in(hands, front, "claire", centre.invite("COUNSELLOR", "EVALUATOR", "REFERENT")[1])
    hands.see("Dans quelle fonction agissez-vous")
    hands.judged("functions")
    hands.click("Conseiller", exact=False)
    hands.see("Rien ne vous attend")
    hands.judged("queue-empty")
    # Another load of the page asks nobody anything, and is in the same function.
    hands.open("about:blank")
    hands.open(front.origin)
    hands.see("Rien ne vous attend")
    hands.quiet()
    expect("Conseiller" in hands.text(), hands.text())


@suite.test
def a_candidate_is_recorded_and_who_may_be_the_same_is_told(centre):
    hands = centre.claire
    Journey(centre.world, centre.organism, candidate=centre.organism.counsellor.post("/v1/candidates", IDENTITY).must(201).body).informed(CONTACT)
    hands.follow("Candidats")
    hands.see("Lefèvre")
    hands.judged("candidates")
    hands.fill(**{"Nom, prénom ou référence": "lefev"})
    hands.click("Chercher")
    hands.see("1 candidat trouvé")
    hands.follow("Nouveau candidat")
    hands.fill(**{"Nom de naissance": "Lefèvre 2", "Premier prénom": "Anaïs", "Mois de naissance": "14",
                  "Année de naissance": str(IDENTITY["birth_year"])})
    hands.click("Enregistrer le candidat")
    hands.see("Données à corriger", "compris entre 1 et 12")
    wrong = hands.do("described", role="textbox", name="Mois de naissance")
    expect_equal((wrong["invalid"], wrong["description"]), ("true", "Le nombre doit être compris entre 1 et 12."))
    hands.judged("candidate-new-wrong", refused=(422,))
    hands.fill(**{"Nom de naissance": "Lefèvre", "Mois de naissance": "3"})
    hands.fill(**{"Commune de naissance (code Insee)": "59350", "Commune de naissance": "Lille"})
    hands.choose("Région", REGION)
    hands.choose("Sexe", "Féminin")
    hands.quiet("a new candidate")
    # What is sent again, since its answer was lost, is recorded once.
    hands.do("lose", path="/v1/candidates")
    hands.click("Enregistrer le candidat")
    hands.see("Est-ce la même personne", "Rien ne les distingue")
    asked = hands.do("heard")["asked"]
    expect_equal(sum(line.startswith("POST") and line.endswith("/v1/candidates") for line in asked), 2, "sent again")
    found = centre.organism.counsellor.post("/v1/candidates/searches", {"name": "Lefèvre", "birth_year": IDENTITY["birth_year"]}).must(200)["data"]
    expect_equal(len(found), 2, "the one before, and this one once")
    hands.judged("candidate-duplicate")


@suite.test
def a_first_contact_says_that_it_is_somebody_else(centre):
    hands = centre.claire
    hands.click("Enregistrer un premier contact")
    hands.see("Ce que vous pouvez faire", "Enregistrer l’information-conseil")
    centre.reference = centre.journey().reference
    hands.click("Enregistrer l’information-conseil")
    hands.do("check", label="Le candidat consent")
    hands.click("Enregistrer l’information-conseil")
    hands.see("Voir la fiche existante")
    hands.judged("possible-duplicate", refused=(409,))
    hands.do("check", label="Je confirme")
    hands.click("Enregistrer l’information-conseil")
    hands.unsee("Date de l’acte")
    hands.judged("candidacy-informed")


@suite.test
def the_grid_is_filled_by_keyboard_alone(centre):
    hands = centre.claire
    centre.another_day(hands, PRIOR)
    act_as(hands, "Évaluateur")
    hands.see(centre.reference)
    hands.judged("queue")
    to_candidacy(hands, centre)
    act(hands, "Commencer l’évaluation préalable", Lieu="Salle 2")
    unfinished = hands.do("described", role="button", name="Terminer l’évaluation préalable")
    expect_equal(unfinished["disabled"], "true", "before the grid is whole")
    expect("grille" in unfinished["description"].lower() or "critère" in unfinished["description"].lower(), unfinished)
    hands.judged("candidacy-evaluating")
    hands.follow("Saisir des résultats")
    hands.see("0 sur 107 critères renseignés")
    fill_by_keyboard(hands, centre.world.referential.criteria, lambda code: "2" if code.startswith("2.1.") else "1")
    hands.judged("grid")
    hands.press("Control+s")
    hands.unsee("non enregistrées")
    hands.quiet("the grid")


@suite.test
def who_was_slower_sees_what_there_is_now(centre):
    """Another evaluator writes between the reading and the saving."""
    hands, journey = centre.claire, centre.journey()
    other = centre.organism.evaluator
    journey.event("ADD_SITTING", PRIOR, {"held_on": PRIOR}, who=other)
    journey.event("RECORD_RESULTS", PRIOR, {"results": [{"criterion_code": "3.1.1", "status": "NOT_VALIDATED"}]}, who=other)
    hands.press("1", "ArrowUp", "2")
    hands.see("modification")
    hands.click("Enregistrer")
    hands.see("Modifié entre-temps", "Relisez-les")
    hands.judged("grid-late", refused=(412,))
    hands.click("Enregistrer")
    hands.unsee("Modifié entre-temps")
    hands.quiet("the grid")
    grid = journey.results_of(journey.evaluations()[0])
    found = {row["criterion_code"]: row["status"] for domain in grid["domains"] for sub in domain["subdomains"] for row in sub["criteria"]}
    expect_equal(found["3.1.1"], "NOT_VALIDATED", "the other's")
    hands.follow("Revenir à la candidature")
    hands.see("Ce que vous pouvez faire")
    act(hands, "Terminer l’évaluation préalable")
    act(hands, "Enregistrer la restitution", Synthèse="Échange avec la candidate.")
    hands.see("Domaines")
    hands.judged("candidacy-restituted")


@suite.test
def a_path_is_proposed_and_accepted(centre, front):
    hands = centre.claire
    centre.another_day(hands, PATH)
    act_as(hands, "Référent")
    trainer, centre.code = centre.invite("TRAINER")
    to_candidacy(hands, centre)
    (front.folder / "preuve.pdf").write_bytes(files.pdf())
    hands.do("attach", label="Joindre un fichier", path=str(front.folder / "preuve.pdf"))
    hands.click("Joindre")
    hands.see("preuve.pdf")
    hands.click("Proposer un parcours")
    hands.see("Date de l’acte")
    hands.fill(**{"Début prévu": PATH, "Fin prévue": TRAINED})
    hands.click("Proposer un parcours")
    hands.see("Données à corriger")
    hands.judged("path-wrong", refused=(422,))
    for line in range(len(centre.missing())):
        hands.do("fill", label="Durée prévue", value="3,5", nth=line)
        hands.choose("Formateur", trainer, nth=line)
    hands.click("Proposer un parcours")
    hands.unsee("Date de l’acte")
    act(hands, "Accepter le parcours", **{"Preuve de l’accord": "Formulaire signé"})
    hands.judged("candidacy-path")


@suite.test
def a_trainer_records_who_was_there(centre, front):
    thomas = centre.thomas
    sign_in(thomas, front, "thomas", centre.code)
    thomas.see("À faire")
    centre.another_day(thomas, TRAINED)
    to_candidacy(thomas, centre)
    for code in centre.missing():
        act(thomas, "Enregistrer l’assiduité", [("Module", f"{code}. ")], **{"Heures suivies": "3,5"})
        act(thomas, "Clore un module", [("Module", f"{code}. ")])
    thomas.judged("candidacy-trained")
    centre.another_day(centre.claire, TRAINED)
    act_as(centre.claire, "Référent")
    to_candidacy(centre.claire, centre)
    act(centre.claire, "Clore le parcours")


@suite.test
def the_final_evaluation_and_the_file(centre):
    hands = centre.claire
    centre.another_day(hands, FINAL)
    act_as(hands, "Évaluateur")
    to_candidacy(hands, centre)
    act(hands, "Commencer l’évaluation finale")
    hands.follow("Saisir des résultats")
    hands.see("critères renseignés")
    fill_by_keyboard(hands, centre.criteria(), lambda code: "1")
    hands.press("Control+s")
    hands.unsee("non enregistrée")
    hands.follow("Revenir à la candidature")
    hands.see("Ce que vous pouvez faire")
    act(hands, "Terminer l’évaluation finale")
    act(hands, "Enregistrer la restitution")
    act_as(hands, "Référent")
    act(hands, "Transmettre le dossier")
    hands.see("Pièces du dossier")
    hands.judged("candidacy-submitted")


@suite.test
def the_certificate_is_shown_downloaded_and_handed_over(centre, instance):
    hands, world = centre.claire, centre.world
    journey = centre.journey()
    centre.set_today(HELD)
    Session(world, HELD).held(journey)
    certificate = world.certifier.post("/v1/certificates", {"candidacy_id": journey.id}).must(201)
    centre.another_day(hands, HELD)
    hands.see("Certificat à remettre")
    hands.judged("queue-certificate")
    hands.follow("Anaïs Lefèvre", near="Certificat à remettre")
    hands.see(certificate["number"])
    with drawn(instance, centre.front.folder):
        file = hands.do("download", name="Télécharger le certificat")
    expect_equal(file, {"name": f"{certificate['number']}.pdf", "head": "%PDF-"})
    hands.do("unfold")
    hands.choose("Mode de remise", "Remise en main propre")
    hands.click("Enregistrer la remise")
    hands.unsee("Mode de remise")
    hands.judged("candidacy-certified", refused=(503,))
    expect_equal(world.certifier.get(f"/v1/certificates/{certificate['id']}").must(200)["handed_over_on"], HELD)


@suite.test
def who_leaves_is_gone(centre, front):
    hands = centre.thomas
    hands.click("Se déconnecter")
    hands.see("Déconnexion")
    hands.click("Se déconnecter")  # at the provider
    hands.see("Se connecter")
    hands.open(front.origin)
    hands.see("Se connecter")
    hands.quiet("the way out")


@contextlib.contextmanager
def drawn(instance, folder):
    """What waits to be drawn is, as in an installation, by a program of its own beside the server."""
    program = BUILD / "clea-documents"
    leaks = folder / "leaks"
    leaks.write_text("leak:libfontconfig.so\n")  # what fontconfig keeps is found by offsets, which no leak checker follows
    key, pem = folder / "seal.key", folder / "seal.pem"
    settings = instance.environment | {
        "LSAN_OPTIONS": f"suppressions={leaks}:print_suppressions=0", "CLEA_PROCESS_USER": "postgres" if os.geteuid() == 0 else "",
        "CLEA_DOCUMENTS_SEAL_KEY_FILE": str(key), "CLEA_DOCUMENTS_SEAL_CERTIFICATE_FILE": str(pem),
        "CLEA_DOCUMENTS_VERIFICATION_ADDRESS": f"{instance.base_url}/v/", "CLEA_DOCUMENTS_WORKERS": "1"}
    subprocess.run([program, "make-demo-seal", "--key", key, "--certificate", pem], env=settings, check=True, capture_output=True)
    with open(folder / "worker.log", "wb") as log:
        process = subprocess.Popen([program, "work"], env=settings, stdin=subprocess.DEVNULL, stderr=log)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def main():
    with tempfile.TemporaryDirectory(prefix="clea-front-") as folder:
        front = Front(folder)
        instance = Instance(settings=front.settings(), seed=())
        browser = None
        try:
            front.start(instance.base_url)  # builds while the database starts
            instance.start()
            centre = Centre(instance, front, Browser(os.environ.get("CLEA_PAGES", folder))).people()
            browser = centre.browser
            suite.one("the front-end is type-checked and built", front.built)
            suite.run(sys.argv[1:], instance=instance, centre=centre, front=front)
        finally:
            if browser:
                browser.stop()
            front.stop()
            suite.one("the server ends well", instance.stop)
    return suite.finish()


if __name__ == "__main__":
    sys.exit(main())
