"""進捗状況調査: a call for reports, who answers it, and the letters it is called by."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from organizations.history import record_history
from organizations.models import Department
from plans.models import Edition, Plan
from plans.models.base import PlanQuerySet
from reviews.models.base import AboutOneSubject, RoundPartQuerySet, once_a_subject, one_subject


class ReviewRoundQuerySet(PlanQuerySet):
    def known_to(self, user):
        """Return the rounds `user` knows of: one that is being prepared is the planning section's alone."""
        known = self.visible_to(user)
        if user.is_planning or user.is_administrator:
            return known
        return known.exclude(state=ReviewRound.State.PREPARING)

    def open(self):
        return self.filter(state=ReviewRound.State.OPEN)

    def final(self):
        return self.filter(state=ReviewRound.State.FINAL)

    def of_progress(self):
        return self.filter(kind=ReviewRound.Kind.PROGRESS)


class ReviewRound(models.Model):
    """進捗状況調査. Fiscal years are western ints; `key` is its address for life: `2023-1`.

    A round of kind 年度計画 asks in April what is to be reached this year; one of 実績 what was reached.
    """

    class Kind(models.TextChoices):
        PROGRESS = "progress", "実績の報告"
        YEAR_PLAN = "year-plan", "年度計画"

    class State(models.TextChoices):
        PREPARING = "preparing", "準備中"
        OPEN = "open", "受付中"
        FINAL = "final", "確定"

    class Check(models.TextChoices):
        NONE = "none", "行わない"
        RECORDED = "recorded", "決裁の日付と番号を記録する"
        SCREEN = "screen", "画面で確認する"

    ASKS = {
        "done": "実績",
        "issues": "課題・対応",
        "achievement": "達成状況",
        "targets": "目標の値",
        "costs": "決算額",
        "next_schedule": "来年度以降の工程",
        "effect": "効果",
        "files": "資料の添付",
    }
    DEFAULT_ASKS = ["done", "issues"]  # 状況 is always asked

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rounds", verbose_name="計画")
    key = models.CharField("識別名", max_length=30)
    name = models.CharField("名称", max_length=200)
    kind = models.CharField("種類", max_length=9, choices=Kind, default=Kind.PROGRESS)
    fiscal_year = models.PositiveSmallIntegerField("対象年度")
    part = models.PositiveSmallIntegerField("回", default=1)
    part_label = models.CharField("回の名称", max_length=200, blank=True)
    as_of = models.DateField("基準日", null=True, blank=True)
    asks = models.JSONField("聞くこと", default=list, blank=True)
    answer_due = models.DateField("提出期限", null=True, blank=True)
    check_due = models.DateField("取りまとめの期限", null=True, blank=True)
    evaluation_due = models.DateField("評価の期限", null=True, blank=True)
    grace_until = models.DateField("遅れた回答を受け付ける日", null=True, blank=True)
    section_check = models.CharField("課長確認", max_length=8, choices=Check, default=Check.NONE)
    division_check = models.CharField("部取りまとめ", max_length=8, choices=Check, default=Check.NONE)
    contact = models.TextField("問合せ先", blank=True)
    left_out = models.JSONField(
        "聞かないもの",
        default=list,
        blank=True,
        help_text="聞かない施策と方針の識別名（方針は policy: を付ける）。",
    )
    state = models.CharField("状態", max_length=9, choices=State, default=State.PREPARING)
    opened_on = models.DateField("開始日", null=True, blank=True)
    final_on = models.DateField("確定日", null=True, blank=True)
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="next_rounds", verbose_name="前回の調査"
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name="確定版"
    )
    is_sample = models.BooleanField("サンプル", default=False, editable=False)
    notes = models.JSONField("注", default=list, blank=True)

    objects = ReviewRoundQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "進捗状況調査"
        verbose_name_plural = "進捗状況調査"
        ordering = ["plan", "-fiscal_year", "-part", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="round_key_is_unique_in_its_plan",
                fields=["plan", "key"],
                violation_error_message="この計画には同じ識別名の調査がすでにあります。",
            ),
            models.UniqueConstraint(
                name="round_is_one_of_its_kind_year_and_part",
                fields=["plan", "kind", "fiscal_year", "part"],
                violation_error_message="同じ年度・同じ回の調査がすでにあります。回を変えてください。",
            ),
            models.CheckConstraint(
                name="round_accepts_late_answers_after_its_deadline",
                condition=Q(grace_until__isnull=True)
                | Q(answer_due__isnull=True)
                | Q(grace_until__gte=models.F("answer_due")),
                violation_error_message="遅れた回答を受け付ける日は、提出期限以降にしてください。",
            ),
            models.CheckConstraint(
                name="round_has_a_deadline_once_open",
                condition=Q(state="preparing") | Q(state="final") | Q(answer_due__isnull=False),
                violation_error_message="提出期限を入力してください。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portal:review_round_detail", args=[*self.plan.url_args, self.key])

    @property
    def url_args(self) -> list[str]:
        return [*self.plan.url_args, self.key]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_final(self) -> bool:
        return self.state == self.State.FINAL

    @property
    def is_of_year_plan(self) -> bool:
        return self.kind == self.Kind.YEAR_PLAN

    @property
    def source(self) -> str:
        """What the values that come from it into the plan name as their source."""
        return f"{self.name}（サンプル）" if self.is_sample else self.name

    @property
    def last_day(self) -> date | None:
        """The last day on which an answer is taken: the deadline, or the end of the grace after it."""
        return self.grace_until or self.answer_due

    def asks_for(self, name: str) -> bool:
        return name in self.asks

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.answer_due is not None and today > self.answer_due

    def takes_answers(self, today: date) -> bool:
        """Say whether departments may still hand in; the planning section may until the round is final."""
        return self.is_open and (self.last_day is None or today <= self.last_day)


class AssignmentQuerySet(RoundPartQuerySet):
    def leads(self):
        return self.filter(role=Assignment.Role.LEAD)


class Assignment(AboutOneSubject):
    """回答課: which department answers for a measure or policy in a round, apart from the printed ones."""

    class Role(models.TextChoices):
        LEAD = "lead", "回答"
        RELATED = "related", "補足"

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="assignments", verbose_name="調査")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="回答課")
    role = models.CharField("立場", max_length=7, choices=Role, default=Role.LEAD)
    order = models.PositiveIntegerField("順", default=0)

    objects = AssignmentQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "回答課"
        verbose_name_plural = "回答課"
        ordering = ["order", "pk"]
        constraints = [
            one_subject("assignment_is_about_one_subject"),
            *once_a_subject(
                "assignment_names_a_department_once",
                "round",
                "department",
                message="同じ課が二度選ばれています。一つにしてください。",
            ),
            models.UniqueConstraint(
                name="assignment_has_one_lead_a_measure",
                fields=["round", "measure"],
                condition=Q(role="lead"),
                violation_error_message="回答する課は一つにしてください。ほかは補足する課にします。",
            ),
            models.UniqueConstraint(
                name="assignment_has_one_lead_a_policy",
                fields=["round", "policy"],
                condition=Q(role="lead"),
                violation_error_message="回答する課は一つにしてください。ほかは補足する課にします。",
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.department}"


class DepartmentCheck(models.Model):
    """課長確認・部取りまとめ of one department's answers: on screen, or as decided elsewhere."""

    class Level(models.TextChoices):
        SECTION = "section", "課長確認"
        DIVISION = "division", "部取りまとめ"

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="checks", verbose_name="調査")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="部署")
    level = models.CharField("段階", max_length=8, choices=Level)
    checked_on = models.DateField("確認日")
    decision_number = models.CharField("決裁番号", max_length=200, blank=True)
    by_name = models.CharField("確認した人", max_length=200, blank=True)

    objects = RoundPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "部署の確認"
        verbose_name_plural = "部署の確認"
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="department_checks_a_round_once_a_level", fields=["round", "department", "level"]
            )
        ]

    def __str__(self):
        return f"{self.department} {self.get_level_display()}"


class RoundLetter(models.Model):
    """照会文・再依頼・結果通知 that went out: to one department, or to all (`department` empty)."""

    class Kind(models.TextChoices):
        INQUIRY = "inquiry", "照会"
        REMINDER = "reminder", "再依頼"
        RESULT = "result", "結果通知"

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="letters", verbose_name="調査")
    kind = models.CharField("種類", max_length=8, choices=Kind)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="宛先の課"
    )
    document_number = models.CharField("文書番号", max_length=200, blank=True)
    sent_on = models.DateField("日付")
    sender = models.CharField("発信者", max_length=200, blank=True)
    addressee = models.CharField("宛名", max_length=200, blank=True)
    subject = models.CharField("件名", max_length=200, blank=True)
    text = models.TextField("本文", blank=True)
    by_name = models.CharField("作成者", max_length=200, blank=True)

    objects = RoundPartQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = "調査の文書"
        verbose_name_plural = "調査の文書"
        ordering = ["sent_on", "pk"]

    def __str__(self):
        return self.subject or self.get_kind_display()


class Material(models.Model):
    """資料 made from a round's answers: what a saved text was used in."""

    class Kind(models.TextChoices):
        ANNUAL_REPORT = "annual-report", "年次報告"
        MEETING_PAPERS = "meeting-papers", "会議資料"
        BRIEFING = "briefing", "答弁資料"

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="materials", verbose_name="調査")
    kind = models.CharField("種類", max_length=14, choices=Kind)
    title = models.CharField("題名", max_length=200)
    made_on = models.DateField("作成日")
    made_by_name = models.CharField("作成者", max_length=200, blank=True)
    subjects = models.JSONField("載せたもの", default=list, blank=True)  # keys of measures; empty for all

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        verbose_name = "作成した資料"
        verbose_name_plural = "作成した資料"
        ordering = ["-made_on", "-pk"]

    def __str__(self):
        return self.title
