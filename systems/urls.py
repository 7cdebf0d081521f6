"""Addresses of the edit pages of systems and what belongs to them."""

from django.urls import path

from systems.views import consultations, contracts, feeds, findings, procedures, renewals, systems

app_name = "systems"
CONSULTATION = "<str:code>/consultations/<int:pk>"
SYSTEM = "<str:code>/systems/<int:pk>"
CONTRACT = "<str:code>/contracts/<int:pk>"
PROCEDURES = "<str:code>/<str:plan>/procedures"
RENEWAL = "<str:code>/<str:plan>/systems/<int:pk>/renewal"
urlpatterns = [
    path("<str:code>/systems/create/", systems.information_system_create, name="information_system_create"),
    path(f"{SYSTEM}/edit/", systems.information_system_edit, name="information_system_edit"),
    path(f"{SYSTEM}/saved/", systems.information_system_saved, name="information_system_saved"),
    path(f"{SYSTEM}/share/", systems.system_share_edit, name="system_share_edit"),
    path(f"{SYSTEM}/end/", systems.information_system_end, name="information_system_end"),
    path(f"{SYSTEM}/delete/", systems.information_system_delete, name="information_system_delete"),
    path("<str:code>/systems/files/<int:pk>/", systems.system_file_download, name="system_file_download"),
    path(
        "<str:code>/systems/<int:system>/findings/<str:rule>/accept/",
        findings.finding_accept,
        name="finding_accept",
    ),
    path(
        "<str:code>/systems/findings/<int:pk>/unaccept/",
        findings.finding_unaccept,
        name="finding_unaccept",
    ),
    path("<str:code>/contracts/create/", contracts.contract_create, name="contract_create"),
    path(f"{CONTRACT}/edit/", contracts.contract_edit, name="contract_edit"),
    path(f"{CONTRACT}/saved/", contracts.contract_saved, name="contract_saved"),
    path(f"{CONTRACT}/delete/", contracts.contract_delete, name="contract_delete"),
    path("<str:code>/calendars/", feeds.calendar_feed_list, name="calendar_feed_list"),
    path("<str:code>/calendars/create/", feeds.calendar_feed_create, name="calendar_feed_create"),
    path("<str:code>/calendars/<int:pk>/revoke/", feeds.calendar_feed_revoke, name="calendar_feed_revoke"),
    path("calendar/<str:token>.ics", feeds.calendar_feed, name="calendar_feed"),
    path(f"{RENEWAL}/", renewals.renewal_edit, name="renewal_edit"),
    path(f"{RENEWAL}/saved/", renewals.renewal_saved, name="renewal_saved"),
    path("<str:code>/consultations/create/", consultations.consultation_create, name="consultation_create"),
    path("<str:code>/consultations/send/", consultations.consultation_send, name="consultation_send"),
    path(
        "<str:code>/consultations/rule/", consultations.consultation_rule_edit, name="consultation_rule_edit"
    ),
    path(
        "<str:code>/consultations/checks/<int:pk>/", consultations.effect_check_edit, name="effect_check_edit"
    ),
    path(f"{CONSULTATION}/edit/", consultations.consultation_edit, name="consultation_edit"),
    path(f"{CONSULTATION}/submit/", consultations.consultation_submit, name="consultation_submit"),
    path(f"{CONSULTATION}/return/", consultations.consultation_return, name="consultation_return"),
    path(f"{CONSULTATION}/advise/", consultations.consultation_advise, name="consultation_advise"),
    path(f"{CONSULTATION}/decide/", consultations.consultation_decide, name="consultation_decide"),
    path(f"{CONSULTATION}/withdraw/", consultations.consultation_withdraw, name="consultation_withdraw"),
    path(f"{CONSULTATION}/unsend/", consultations.consultation_unsend, name="consultation_unsend"),
    path(f"{CONSULTATION}/reopen/", consultations.consultation_reopen, name="consultation_reopen"),
    path(f"{PROCEDURES}/create/", procedures.online_procedure_create, name="online_procedure_create"),
    path(f"{PROCEDURES}/<int:pk>/edit/", procedures.online_procedure_edit, name="online_procedure_edit"),
    path(
        f"{PROCEDURES}/<int:pk>/delete/",
        procedures.online_procedure_delete,
        name="online_procedure_delete",
    ),
    path(f"{PROCEDURES}/uses/<int:fiscal_year>/", procedures.procedure_use_edit, name="procedure_use_edit"),
]
