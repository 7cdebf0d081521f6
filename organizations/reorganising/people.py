"""Reading the table of people: who comes, who goes, who works elsewhere from the day on."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from organizations.exceptions import LastPlanner
from organizations.models import Department, User
from organizations.reorganising.blueprint import PersonChange
from organizations.reorganising.rows import JOINS, LEAVES, PEOPLE, PersonRow

if TYPE_CHECKING:
    from organizations.reorganising.reading import Reading

ROLES = {label: value for value, label in User.Role.choices if value != User.Role.ADMINISTRATOR}


def read_people(reading: Reading) -> None:
    """Note what becomes of the people the table names (two queries)."""
    if reading.rows.people:
        PeopleReading(reading).read()


class PeopleReading:
    """The people of the city by sign-in name, and the lines read so far."""

    def __init__(self, reading: Reading):
        self.reading, self.city = reading, reading.blueprint.municipality
        self.users = list(self.city.users.select_related("department"))
        names = [row.username for row in reading.rows.people if row.move == JOINS]
        self.taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
        self.seen: set[str] = set()

    def read(self) -> None:
        for row in self.reading.rows.people:
            if row.move not in {"", JOINS, LEAVES}:
                unknown = f"「{row.move}」は書けません。"
                self.problem(row, f"{unknown}{JOINS}、{LEAVES}、空欄のどれかにしてください。")
                continue
            change = self._joining(row) if row.move == JOINS else self._known(row)
            if change is None:
                continue
            if change.user.username in self.seen:
                self.problem(row, f"「{change.user}」の行が二つあります。一つにしてください。")
            elif change.move or change.names_department or change.before.role != change.user.role:
                self.reading.blueprint.people.append(change)
            self.seen.add(change.user.username)
        self._keep_a_planner()

    def problem(self, row: PersonRow, sentence: str) -> None:
        self.reading.problem(PEOPLE, row.row, sentence)

    def _joining(self, row: PersonRow) -> PersonChange | None:
        user = User(municipality=self.city, username=row.username, name=row.name)
        user.set_unusable_password()
        if not row.name:
            self.problem(row, "氏名が空です。新しい職員の氏名を書いてください。")
        if row.username in self.taken:
            taken = f"ログイン名「{row.username}」はもう使われています。"
            self.problem(row, f"{taken}別の名前にするか、「{JOINS}」を消してください。")
            return None
        self._set_role(user, row, row.role or User.Role.DEPARTMENT.label)
        self._set_department(user, row)
        try:
            user.clean_fields(exclude=["password", "department", "municipality", "role"])
        except ValidationError as refusal:
            for name, sentences in refusal.message_dict.items():
                label = User._meta.get_field(name).verbose_name
                self.problem(row, f"{label}：{''.join(sentences)}")
        return PersonChange(user, None, JOINS)

    def _known(self, row: PersonRow) -> PersonChange | None:
        user = self._find(row)
        if user is None:
            return None
        before = copy.copy(user)
        if row.move == LEAVES:
            if not user.is_active:
                self.problem(row, f"「{user}」はすでに停止しています。この行を除いてください。")
                return None
            user.is_active = False
            return PersonChange(user, before, LEAVES)
        if row.role:
            self._set_role(user, row, row.role)
        self._set_department(user, row)
        return PersonChange(user, before, "")

    def _find(self, row: PersonRow) -> User | None:
        if row.username:
            found = [user for user in self.users if user.username == row.username]
            wrong = f"ログイン名「{row.username}」の職員はいません。"
        else:
            found = [user for user in self.users if row.name and user.name == row.name]
            wrong = f"氏名「{row.name}」の職員は{'いません' if not found else f'{len(found)}人います'}。"
        if len(found) != 1:
            mend = f"ログイン名を確かめてください。新しい職員なら「{JOINS}」と書きます。"
            self.problem(row, wrong + mend)
            return None
        if row.username and row.name and found[0].name != row.name:
            differ = f"ログイン名「{row.username}」の氏名は「{found[0].name}」です。"
            self.problem(row, f"{differ}「{row.name}」と違うので、どちらかを直してください。")
            return None
        return found[0]

    def _set_role(self, user: User, row: PersonRow, label: str) -> None:
        if label not in ROLES:
            self.problem(row, f"役割「{label}」は付けられません。{'・'.join(ROLES)}から選んでください。")
        else:
            user.role = ROLES[label]

    def _set_department(self, user: User, row: PersonRow) -> None:
        """Set the new department. One that ends, where the person works now, is followed to its successor."""
        if not row.department:
            return
        found = self.reading.find(self.reading.after, row.department, PEOPLE, row.row)
        if found is not None:
            user.department = found
        elif not self.reading.after.all_named(row.department):
            ending: list[Department] = self.reading.today.all_named(row.department)
            if user.department_id not in {department.pk for department in ending} or not ending:
                lacking = "この改正でなくなります" if ending else "ありません"
                mend = "名称を確かめるか、新しい部署の表に加えてください。"
                self.problem(row, f"部署「{row.department}」は{lacking}。{mend}")

    def _keep_a_planner(self) -> None:
        planners = set(self.city.users.planners().able_to_sign_in().values_list("pk", flat=True))
        able = {user.pk for user in self.users if user.has_usable_password()}
        after = {user.pk for user in self.users if user.is_active and user.is_planning and user.pk in able}
        if planners and not after:
            self.reading.problem(PEOPLE, 0, str(LastPlanner()))
