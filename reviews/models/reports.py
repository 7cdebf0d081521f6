"""実施状況報告: one a measure (or reportable policy) and round, with what it says in figures."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from measures.models import BudgetLine, Indicator, ScheduleTrack
from organizations.history import record_history
from organizations.models import User
from plans.models import Word
from reviews.models.base import (
    AboutOneSubject,
    ReportPartQuerySet,
    RoundPartQuerySet,
    once_a_subject,
    one_subject,
)
from reviews.models.rounds import Assignment, ReviewRound


class ProgressReportQuerySet(RoundPartQuerySet):
    def answerable_by(self, user):
        """Return the reports `user` may write: those of the own department, for planning the city's."""
        if user.is_planning or user.is_administrator:
            return self.visible_to(user)
        if user.role != User.Role.DEPARTMENT or user.department_id is None:
            return self.none()
        return self.visible_to(user).answered_by([user.department_id])

    def supplementable_by(self, user):
        """Return the reports to which the department of `user` may add."""
        if user.department_id is None or user.role not in (User.Role.DEPARTMENT, User.Role.PLANNING):
            return self.none()
        return self.visible_to(user).supplemented_by([user.department_id])

    def readable_by(self, user):
        """Return the reports whose answer `user` may read: settled ones; the planning section and the
        departments that answer or add read theirs in every state.
        """
        seen = self.visible_to(user)
        if user.is_planning or user.is_administrator:
            return seen
        own = [user.department_id] if user.department_id else []
        mine = ProgressReport.objects.answered_by(own) | ProgressReport.objects.supplemented_by(own)
        return seen.filter(Q(status__in=ProgressReport.SETTLED) | Q(pk__in=mine.order_by().values("pk")))

    def answered_by(self, departments):
        """Return the reports these departments answer for, as the lead."""
        return self._assigned(departments, role=Assignment.Role.LEAD)

    def supplemented_by(self, departments):
        """Return the reports these departments may add to."""
        return self._assigned(departments, role=Assignment.Role.RELATED)

    def _assigned(self, departments, **which):
        assigned = Assignment.objects.filter(round=models.OuterRef("round"), **which).filter(
            Q(measure=models.OuterRef("measure")) | Q(policy=models.OuterRef("policy")),
            department__in=departments,
        )
        return self.filter(models.Exists(assigned))

    def with_lead(self):
        """Give each report `lead_id` and `lead_name`: the department that answers for it."""
        lead = Assignment.objects.leads().filter(round=models.OuterRef("round"))
        lead = lead.filter(Q(measure=models.OuterRef("measure")) | Q(policy=models.OuterRef("policy")))
        return self.annotate(
            lead_id=models.Subquery(lead.values("department")[:1]),
            lead_name=models.Subquery(lead.values("department__name")[:1]),
        )

    def outstanding(self):
        """Return those that the department still has to hand in."""
        return self.filter(status__in=ProgressReport.OUTSTANDING)

    def overdue(self, today: date):
        return self.outstanding().filter(round__state=ReviewRound.State.OPEN, round__answer_due__lt=today)

    def answered(self):
        """Return those whose columns hold an answer (`has_answer`)."""
        return self.filter(Q(first_submitted_on__isnull=False) | Q(status=ProgressReport.Status.FINAL))

    def settled(self):
        """Return what the planning section has confirmed, and what is final."""
        return self.filter(status__in=ProgressReport.SETTLED)

    def late(self):
        """Return the measures reported as 遅れ."""
        return self.filter(situation=ProgressReport.Situation.LATE)


class ProgressReport(AboutOneSubject):
    """実施状況報告. What is being typed stands in its `draft`; the columns hold what was handed in."""

    class Status(models.TextChoices):
        UNANSWERED = "unanswered", "未回答"
        DRAFT = "draft", "作成中"
        SUBMITTED = "submitted", "提出済"
        RETURNED = "returned", "差戻し"
        CONFIRMED = "confirmed", "確認済"
        FINAL = "final", "確定"

    OUTSTANDING = [Status.UNANSWERED, Status.DRAFT, Status.RETURNED]
    SETTLED = [Status.CONFIRMED, Status.FINAL]

    class Situation(models.TextChoices):
        ON_TRACK = "on-track", "順調"
        LATE = "late", "遅れ"
        DONE = "done", "完了"

    class ProxySource(models.TextChoices):
        PAPER = "paper", "紙"
        MAIL = "mail", "メール"
        PHONE = "phone", "電話"
        OTHER = "other", "その他"

    class Wish(models.TextChoices):
        ASKED = "asked", "希望あり"
        ACCEPTED = "accepted", "反映済"
        DECLINED = "declined", "見送り"

    TEXTS = ["done", "issues", "effect", "year_plan"]

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="reports", verbose_name="調査")
    order = models.PositiveIntegerField("順", default=0)
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.UNANSWERED)
    situation = models.CharField("状況", max_length=8, choices=Situation, blank=True)
    achievement = models.ForeignKey(
        Word, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="達成状況"
    )
    done = models.TextField("実績", blank=True)
    issues = models.TextField("課題・対応", blank=True)
    effect = models.TextField("効果", blank=True)
    year_plan = models.TextField("今年度の到達目標", blank=True)
    carries_over = models.BooleanField("繰越", default=False)
    carry_over_reason = models.TextField("繰越の理由", blank=True)
    wish = models.CharField("工程変更の希望", max_length=8, choices=Wish, blank=True)
    wish_reason = models.TextField("希望の理由", blank=True)
    wish_answer = models.TextField("希望への回答", blank=True)
    awaits_check = models.BooleanField("課長確認待ち", default=False)
    first_submitted_on = models.DateField("最初の提出日", null=True, blank=True)
    submitted_on = models.DateField("提出日", null=True, blank=True)
    submitted_by_name = models.CharField("提出者", max_length=200, blank=True)
    confirmed_on = models.DateField("確認日", null=True, blank=True)
    confirmed_by_name = models.CharField("確認者", max_length=200, blank=True)
    proxy_source = models.CharField("代行入力のもと", max_length=5, choices=ProxySource, blank=True)
    proxy_by_name = models.CharField("代行入力した人", max_length=200, blank=True)
    moved_on = models.DateField("最後の動き", null=True, blank=True)
    notes = models.JSONField("注", default=list, blank=True)

    objects = ProgressReportQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "実施状況報告"
        verbose_name_plural = "実施状況報告"
        ordering = ["round", "order", "pk"]
        constraints = [
            one_subject("report_is_about_one_subject"),
            *once_a_subject("report_stands_once_in_a_round", "round", message="この報告はすでにあります。"),
            models.CheckConstraint(
                name="report_carries_over_with_a_reason",
                condition=Q(carries_over=False) | ~Q(carry_over_reason=""),
                violation_error_message="繰越の理由を入力してください。",
            ),
        ]

    def __str__(self):
        return f"{self.round} {self.subject}"

    def get_absolute_url(self):
        return reverse("portal:progress_report_detail", args=[*self.round.url_args, self.pk])

    @property
    def is_outstanding(self) -> bool:
        return self.status in self.OUTSTANDING

    def is_taken(self, today: date) -> bool:
        """Say whether the department may still hand in: within the time, or when it was sent back since."""
        was_returned = self.status == self.Status.RETURNED and self.round.is_open
        return was_returned or self.round.takes_answers(today)

    @property
    def is_settled(self) -> bool:
        return self.status in self.SETTLED

    @property
    def has_answer(self) -> bool:
        """Say whether the columns hold an answer: it was handed in once, even if it went back since.

        A final one read from a document may not tell when.
        """
        return self.first_submitted_on is not None or self.status == self.Status.FINAL

    @property
    def came_late(self) -> bool:
        due = self.round.answer_due
        return bool(due and self.first_submitted_on and self.first_submitted_on > due)

    @property
    def is_by_proxy(self) -> bool:
        return bool(self.proxy_source)


class ReportDraft(models.Model):
    """What a department has typed so far, as its form posts it: without history, gone when handed in."""

    report = models.OneToOneField(ProgressReport, models.CASCADE, related_name="draft", verbose_name="報告")
    data = models.JSONField("入力", default=dict)
    revision = models.PositiveIntegerField("版", default=1)
    saved_at = models.DateTimeField("保存")
    saved_by_name = models.CharField("保存した人", max_length=200)

    objects = ReportPartQuerySet.as_manager()

    class Meta:
        verbose_name = "報告の下書き"
        verbose_name_plural = "報告の下書き"
        ordering = ["report"]

    def __str__(self):
        return f"{self.report} 下書き"


class ReportedPhase(models.Model):
    """実際の工程: the phase a track was in, in the round's fiscal year."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="phases", verbose_name="報告")
    track = models.ForeignKey(ScheduleTrack, models.CASCADE, related_name="+", verbose_name="工程の内訳")
    phase = models.ForeignKey(Word, models.PROTECT, related_name="+", verbose_name="実際の工程")

    objects = ReportPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "実際の工程"
        verbose_name_plural = "実際の工程"
        ordering = ["track__order", "pk"]
        constraints = [
            models.UniqueConstraint(name="report_says_a_phase_a_track", fields=["report", "track"])
        ]

    def __str__(self):
        return f"{self.track} {self.phase}"


class ReportedValue(models.Model):
    """The value of an indicator in the round's fiscal year; 集計中 has no value yet."""

    STATES = [(state, state) for state in ("見込み", "速報", "確定", "集計中")]

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="values", verbose_name="報告")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+", verbose_name="指標")
    value = models.FloatField("実績値", null=True, blank=True)
    text = models.TextField("表記", blank=True)
    state = models.CharField("確かさ", max_length=3, choices=STATES)

    objects = ReportPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "報告した値"
        verbose_name_plural = "報告した値"
        ordering = ["indicator__order", "pk"]
        constraints = [
            models.UniqueConstraint(name="report_says_an_indicator_once", fields=["report", "indicator"]),
            models.CheckConstraint(
                name="reported_value_is_there_or_being_counted",
                condition=Q(state="集計中", value__isnull=True)
                | ~Q(state="集計中") & (Q(value__isnull=False) | ~Q(text="")),
                violation_error_message="値を入力するか、「集計中」を選んでください。",
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.value if self.value is not None else self.text or self.state}"


class ReportedCost(models.Model):
    """決算 of one budget line in thousand yen, 見込 or 確定."""

    STATES = [(state, state) for state in ("見込", "確定")]

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="costs", verbose_name="報告")
    line = models.ForeignKey(BudgetLine, models.CASCADE, related_name="+", verbose_name="予算")
    settled = models.PositiveBigIntegerField("決算額（千円）")
    state = models.CharField("確かさ", max_length=2, choices=STATES, default="見込")

    objects = ReportPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "報告した決算額"
        verbose_name_plural = "報告した決算額"
        ordering = ["line__order", "pk"]
        constraints = [
            models.UniqueConstraint(name="report_says_a_budget_line_once", fields=["report", "line"])
        ]

    def __str__(self):
        return f"{self.line} {self.settled}"


class WishedPhase(models.Model):
    """来年度以降の工程の希望: one cell of the schedule as the department wishes it (None empties it)."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="wishes", verbose_name="報告")
    track = models.ForeignKey(ScheduleTrack, models.CASCADE, related_name="+", verbose_name="工程の内訳")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    phase = models.ForeignKey(
        Word, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="希望の工程"
    )

    objects = ReportPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "工程変更の希望"
        verbose_name_plural = "工程変更の希望"
        ordering = ["track__order", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                name="report_wishes_a_cell_once", fields=["report", "track", "fiscal_year"]
            )
        ]

    def __str__(self):
        return f"{self.track} {self.fiscal_year}年度 {self.phase or '（空欄）'}"


class ReturnRemark(models.Model):
    """差戻しの理由 at one field of a report ("" for the whole); settled when it is handed in again."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="remarks", verbose_name="報告")
    field = models.CharField("項目", max_length=30, blank=True)
    text = models.TextField("理由")
    by_name = models.CharField("差し戻した人", max_length=200)
    returned_on = models.DateField("差戻し日")
    is_settled = models.BooleanField("対応済", default=False)

    objects = ReportPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "差戻しの理由"
        verbose_name_plural = "差戻しの理由"
        ordering = ["pk"]

    def __str__(self):
        return self.text
