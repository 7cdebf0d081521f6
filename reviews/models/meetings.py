"""会議・評価・付帯意見: what the bodies decide, and what they ask for."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from organizations.history import record_history
from organizations.models import Department, User
from plans.models import EvaluationBody, Plan, Word
from plans.models.base import PlanQuerySet
from reviews.models.base import AboutOneSubject, RoundPartQuerySet, once_a_subject, one_subject
from reviews.models.rounds import ReviewRound


class MeetingPartQuerySet(PlanQuerySet):
    municipality_path = "meeting__plan__municipality"


class MeetingQuerySet(PlanQuerySet):
    INSIDERS = (User.Role.PLANNING, User.Role.COMMITTEE, User.Role.ADMINISTRATOR)

    def visible_to(self, user):
        """Return the meetings `user` may know of: one that is only planned is the secretariat's and the
        bodies' own affair.
        """
        seen = super().visible_to(user)
        is_insider = user.is_authenticated and user.role in self.INSIDERS
        return seen if is_insider else seen.filter(state=Meeting.State.HELD)

    def with_counts(self):
        """Give each meeting `item_count`, `evaluation_count` and `condition_count`."""
        return self.annotate(
            **{
                f"{name}_count": Coalesce(
                    models.Subquery(
                        model.objects.filter(meeting=models.OuterRef("pk"))
                        .order_by()
                        .values("meeting")
                        .annotate(count=models.Count("pk"))
                        .values("count")
                    ),
                    0,
                )
                for name, model in (
                    ("item", MeetingItem),
                    ("evaluation", Evaluation),
                    ("condition", Condition),
                )
            }
        )

    def with_papers_for(self, user):
        """Return the meetings whose papers `user` may read."""
        is_insider = user.is_authenticated and user.role in self.INSIDERS
        return self.visible_to(user) if is_insider else self.none()


class Meeting(models.Model):
    """会議 of one body, in a room or by document (書面開催)."""

    class State(models.TextChoices):
        PLANNED = "planned", "予定"
        HELD = "held", "開催済"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="meetings", verbose_name="計画")
    body = models.ForeignKey(
        EvaluationBody, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name="会議体"
    )
    body_name = models.CharField("会議体の名称", max_length=200, blank=True)
    round = models.ForeignKey(
        ReviewRound, models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name="調査"
    )
    title = models.CharField("名称", max_length=200)
    held_on = models.DateField("開催日")
    starts_at = models.CharField("開始時刻", max_length=20, blank=True)
    place = models.CharField("場所", max_length=200, blank=True)
    is_by_document = models.BooleanField("書面開催", default=False)
    state = models.CharField("状態", max_length=7, choices=State, default=State.PLANNED)
    summary = models.TextField("会議の要旨", blank=True)
    is_sample = models.BooleanField("サンプル", default=False, editable=False)
    notes = models.JSONField("注", default=list, blank=True)

    objects = MeetingQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "会議"
        verbose_name_plural = "会議"
        ordering = ["plan", "-held_on", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("portal:meeting_detail", args=[*self.plan.url_args, self.pk])

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def url_args(self) -> list:
        return [*self.plan.url_args, self.pk]

    @property
    def held_by(self) -> str:
        """The name of the body, "" where none is chosen."""
        return self.body.name if self.body_id else self.body_name


class Attendance(models.Model):
    """出席 by post. A person's name is internal, stands in this meeting alone and may be deleted."""

    class State(models.TextChoices):
        PRESENT = "present", "出席"
        PROXY = "proxy", "代理出席"
        ABSENT = "absent", "欠席"
        OBSERVER = "observer", "オブザーバー"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="会議")
    order = models.PositiveIntegerField("順", default=0)
    post = models.CharField("職", max_length=200)
    role = models.CharField("役割", max_length=200, blank=True)
    state = models.CharField("出欠", max_length=8, choices=State, default=State.PRESENT)
    proxy_post = models.CharField("代理の職", max_length=200, blank=True)
    opinion = models.TextField("意見", blank=True)  # by document, each post writes its own
    name = models.CharField("氏名（内部）", max_length=200, blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = MeetingPartQuerySet.as_manager()
    # The name is personal: it keeps no history, so that deleting it deletes it.
    history = record_history(excluded_fields=["name"])

    class Meta:
        verbose_name = "出席"
        verbose_name_plural = "出席"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.post

    @property
    def counts(self) -> bool:
        """Say whether it counts for the quorum."""
        return self.state in {self.State.PRESENT, self.State.PROXY}


class ConditionQuerySet(PlanQuerySet):
    def unmet(self):
        return self.filter(state__in=Condition.UNMET)

    def overdue(self, today: date):
        return self.filter(state=Condition.State.OPEN, due_on__lt=today)

    def answerable_by(self, user):
        """Return those `user` may report on: those of the own department, for planning the city's."""
        if user.is_planning or user.is_administrator:
            return self.visible_to(user)
        if user.role != User.Role.DEPARTMENT or user.department_id is None:
            return self.none()
        return self.visible_to(user).filter(department=user.department_id)


class Condition(AboutOneSubject):
    """付帯意見: homework a body gave with its verdict; it stands in every agenda until it is met."""

    class State(models.TextChoices):
        OPEN = "open", "未対応"
        ANSWERED = "answered", "対応報告済"
        MET = "met", "対応済"
        WITHDRAWN = "withdrawn", "取下げ"

    UNMET = [State.OPEN, State.ANSWERED]

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="conditions", verbose_name="計画")
    round = models.ForeignKey(
        ReviewRound, models.SET_NULL, null=True, blank=True, related_name="conditions", verbose_name="調査"
    )
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="conditions", verbose_name="付けた会議"
    )
    evaluation = models.ForeignKey(
        "Evaluation", models.SET_NULL, null=True, blank=True, related_name="conditions", verbose_name="評価"
    )
    body_name = models.CharField("会議体", max_length=200, blank=True)
    text = models.TextField("意見の内容")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="対応する課"
    )
    given_on = models.DateField("付けた日", null=True, blank=True)
    due_on = models.DateField("対応の期限", null=True, blank=True)
    state = models.CharField("状態", max_length=9, choices=State, default=State.OPEN)
    answer = models.TextField("対応", blank=True)
    answered_on = models.DateField("対応を報告した日", null=True, blank=True)
    answered_by_name = models.CharField("報告した人", max_length=200, blank=True)
    closed_on = models.DateField("確かめた日", null=True, blank=True)
    closed_in = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="確かめた会議"
    )
    is_sample = models.BooleanField("サンプル", default=False, editable=False)
    notes = models.JSONField("注", default=list, blank=True)

    objects = ConditionQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "付帯意見"
        verbose_name_plural = "付帯意見"
        ordering = ["due_on", "pk"]
        constraints = [one_subject("condition_is_about_one_subject")]

    def __str__(self):
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"

    def get_absolute_url(self):
        return f"{reverse('portal:condition_list', args=self.plan.url_args)}#condition-{self.pk}"

    @property
    def is_unmet(self) -> bool:
        return self.state in self.UNMET

    def is_overdue(self, today: date) -> bool:
        """Say whether the department should have reported by now."""
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < today


class MeetingItem(models.Model):
    """議題 of a meeting, with its minutes. `order` counts the 次第; papers are numbered by it."""

    class Kind(models.TextChoices):
        ROUND = "round", "実施状況の評価"
        LATE = "late", "遅れている施策"
        SLIP = "slip", "後ろ倒し"
        CONSIDERATION = "consideration", "長期検討"
        TARGET = "target", "目標に届かないもの"
        CONDITION = "condition", "付帯意見"
        FINDING = "finding", "情報システムの確認事項"
        OTHER = "other", "その他"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name="会議")
    order = models.PositiveIntegerField("順", default=0)
    kind = models.CharField("種類", max_length=13, choices=Kind, default=Kind.OTHER)
    title = models.CharField("議題", max_length=200)
    subjects = models.JSONField("対象", default=list, blank=True)  # keys of the measures it is about
    text = models.TextField("説明", blank=True)
    minutes = models.TextField("議事", blank=True)
    outcome = models.TextField("結果", blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = MeetingPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "議題"
        verbose_name_plural = "議題"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title


class Evaluation(AboutOneSubject):
    """評価: the verdict of one body on one report, recorded by the secretariat."""

    class Goal(models.TextChoices):
        SAME = "same", "目標を変えない"
        CHANGED = "changed", "目標を変える"

    class Resources(models.TextChoices):
        MORE = "more", "資源を増やす"
        SAME = "same", "資源は同じ"
        LESS = "less", "資源を減らす"

    class Verdict(models.TextChoices):
        APPROVED = "approved", "了承"
        COMMENTED = "commented", "意見付き了承"
        REJECTED = "rejected", "再検討"

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="evaluations", verbose_name="調査")
    body = models.ForeignKey(
        EvaluationBody, models.PROTECT, related_name="evaluations", verbose_name="会議体"
    )
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="evaluations", verbose_name="会議"
    )
    verdict = models.CharField("評価", max_length=9, choices=Verdict)
    verdict_label = models.CharField("評価の言葉", max_length=200)
    comment = models.TextField("意見", blank=True)
    ratings = models.JSONField("観点ごとの評価", default=dict, blank=True)
    direction = models.ForeignKey(
        Word, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="今後の方向性"
    )
    goal_change = models.CharField("目標の見直し", max_length=7, choices=Goal, blank=True)
    resources = models.CharField("資源", max_length=4, choices=Resources, blank=True)
    decided_on = models.DateField("決定日", null=True, blank=True)
    recorded_by_name = models.CharField("記録した人", max_length=200, blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = RoundPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "評価"
        verbose_name_plural = "評価"
        ordering = ["body__order", "pk"]
        constraints = [
            one_subject("evaluation_is_about_one_subject"),
            *once_a_subject(
                "body_evaluates_once_a_round",
                "round",
                "body",
                message="この会議体の評価はすでに記録されています。",
            ),
            models.CheckConstraint(
                name="evaluation_with_opinion_says_it",
                condition=Q(verdict="approved") | ~Q(comment=""),
                violation_error_message="了承でないときは、意見を入力してください。",
            ),
        ]

    def __str__(self):
        return f"{self.body} {self.verdict_label}"
