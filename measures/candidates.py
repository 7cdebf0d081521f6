"""Measures that name by code the policies they may belong to: they follow, and hold a policy back."""

from measures.models import Measure
from organizations.history import bulk_write
from plans.services.policies import in_words, policy_asked_for, policy_recoded


def _naming(policy, code: str) -> list[Measure]:
    measures = Measure.objects.filter(plan=policy.plan_id).exclude(policy_candidates=[])
    return [measure for measure in measures if code in measure.policy_candidates]


def listen() -> None:
    policy_recoded.connect(follow_code, dispatch_uid="candidates_follow_a_policys_code")
    policy_asked_for.connect(words_of_candidates, dispatch_uid="candidates_hold_a_policy_back")


def follow_code(policy, was: str, **kwargs) -> None:
    measures = _naming(policy, was)
    for measure in measures:
        measure.policy_candidates = [
            policy.code if code == was else code for code in measure.policy_candidates
        ]
    bulk_write(Measure, update=measures, fields=["policy_candidates"])


def words_of_candidates(policy, **kwargs) -> list[str]:
    return in_words("これを方針の候補に挙げる施策", _naming(policy, policy.code))
