"""`manage.py verify_audit`: whether the audit log is whole. Keep the printed head elsewhere and hand it back later."""

from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from members import audit


def sequence_and_mac(text: str) -> tuple[int, str]:
    sequence, _, mac = text.partition(":")
    if not sequence.isdigit() or not mac:
        raise ArgumentTypeError("give a head as an earlier run printed it, SEQ:MAC")
    return int(sequence), mac


class Command(BaseCommand):
    help = "Checks every entry of the audit log; ends with an error and names each place where the chain breaks."

    def add_arguments(self, parser):
        parser.add_argument(
            "--expect",
            type=sequence_and_mac,
            metavar="SEQ:MAC",
            help="a head that an earlier run printed: finds a log that was cut off and closed again",
        )

    def handle(self, *, expect, **options):
        broken = list(audit.breaks())
        if expect and not audit.holds(*expect):
            broken.append(audit.Break(expect[0], "not what an earlier run saw"))
        for place in broken:
            self.stderr.write(f"entry {place.sequence}: {place.reason}")
        sequence, mac = audit.head()
        self.stdout.write(f"head {sequence}:{mac}")
        self.stdout.write(f"{sequence} entries, {audit.erased()} with the personal part erased")
        if broken:
            raise CommandError(f"the audit log does not hold; breaks: {len(broken)}")
        self.stdout.write("the audit log is whole")
