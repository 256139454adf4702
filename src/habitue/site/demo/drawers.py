"""The drawer at the bar: counted in before the first bill, counted out after the last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from habitue.house.acting import Actor
from habitue.house.models import Till
from habitue.shifts import closing, drawers
from habitue.shifts.models import Shift
from habitue.site.demo.clerk import Clerk

FLOAT = 15_000
OPENS, BUYS, COUNTED = timedelta(hours=7), timedelta(hours=11), timedelta(hours=23, minutes=30)
ENDS = timedelta(hours=28, minutes=10)  # ten past four, the day after
OFF = (0, 0, 0, 0, 0, -50, 20, -200, 0, -10, 100, 0)  # a count is out by: mostly nothing
ERRANDS = ("Parsley and lemons", "Ice", "Stamps", "Flowers for the tables")


@dataclass(frozen=True, slots=True)
class Bar:
    """The till, who counts it, who closes the day."""

    clerk: Clerk
    till: Till
    cashier: Actor
    manager: Actor

    def open(self, day: datetime) -> Shift:
        """With what was left there, brought up to the usual float from the safe."""
        counted = self.clerk.money(FLOAT)
        shift = self.clerk.do(
            drawers.open_shift, at=day + OPENS, by=self.cashier, till=self.till, counted=counted
        )
        assert isinstance(shift, Shift)
        return shift

    def count(self, shift: Shift, day: datetime) -> None:
        """Sometimes an errand on the way; now and then some coins are missing."""
        chance = Random(day.toordinal())  # noqa: S311 a demo, not a secret
        if chance.random() < 0.3:
            self.clerk.do(
                drawers.move_cash,
                at=day + BUYS,
                by=self.cashier,
                shift=shift,
                incoming=False,
                amount=self.clerk.money(chance.randint(4, 18) * 50),
                purpose="petty_cash",
                reason=chance.choice(ERRANDS),
            )
        should = drawers.expected(shift)
        off = chance.choice(OFF)
        cash = max(should["cash"] + off, 0)
        self.clerk.do(
            drawers.close_shift,
            at=day + COUNTED,
            by=self.cashier,
            shift=shift,
            counted={
                kind: self.clerk.money(cash if kind == "cash" else minor)
                for kind, minor in should.items()
                if minor > 0 or kind == "cash"
            },
            left=self.clerk.money(min(FLOAT, cash)),
            note="Wrong change, I think" if off < -100 else "",
        )

    def end(self, day: datetime) -> None:
        """The day is closed in the night that follows it."""
        self.clerk.do(closing.close_day, at=day + ENDS, by=self.manager, day=day.date())
