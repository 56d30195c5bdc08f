"""Pages of the tickets."""

from django.urls import path, re_path

from apps.tickets.views import (
    creating,
    detail,
    documents,
    editing,
    lists,
    several,
    sharing,
    steps,
    work_orders,
)

NUMBER = r"(?P<number>\d{4}-\d{3,7})"
STEPS = "take|start|resolve|close|reopen|release"
LINE = r"(?P<kind>material|labor)/(?P<line_id>[^/]+)/(?P<verb>[a-z]+)"

app_name = "tickets"
urlpatterns = [
    path("", lists.ticket_list, name="list"),
    path("create", creating.create, name="create"),
    path("trash/", lists.trash, name="trash"),
    path("people", lists.find_people, name="people"),
    path("assign", several.assign_chosen, name="assign_chosen"),
    path("close", several.close_chosen, name="close_chosen"),
    path("views", several.keep_view, name="keep_view"),
    path("views/<str:view_id>/delete", several.forget_view, name="forget_view"),
    path("export", documents.export, name="export"),
    path("word-template", documents.word_template, name="word_template"),
    path("word-template/file", documents.word_template_file, name="word_template_file"),
    path("word-template/reset", documents.word_template_reset, name="word_template_reset"),
    re_path(rf"^{NUMBER}\Z", detail.ticket_detail, name="detail"),
    re_path(rf"^{NUMBER}/edit\Z", editing.edit, name="edit"),
    re_path(rf"^{NUMBER}/assign\Z", editing.assign, name="assign"),
    re_path(rf"^{NUMBER}/message\Z", detail.message, name="message"),
    re_path(rf"^{NUMBER}/note\Z", detail.message, {"is_internal": True}, name="note"),
    re_path(rf"^{NUMBER}/news\Z", detail.news, name="news"),
    re_path(rf"^{NUMBER}/panels\Z", detail.panels, name="panels"),
    re_path(rf"^{NUMBER}/history\Z", detail.history, name="history"),
    re_path(rf"^{NUMBER}/watch\Z", editing.watch, name="watch"),
    re_path(rf"^{NUMBER}/share\Z", sharing.share, name="share"),
    re_path(rf"^{NUMBER}/unshare\Z", sharing.unshare, name="unshare"),
    re_path(rf"^{NUMBER}/(?P<verb>{STEPS})\Z", steps.step, name="step"),
    re_path(rf"^{NUMBER}/work-order\Z", work_orders.work_order, name="work_order"),
    re_path(rf"^{NUMBER}/material\Z", work_orders.add_material, name="add_material"),
    re_path(rf"^{NUMBER}/labor\Z", work_orders.add_labor, name="add_labor"),
    re_path(rf"^{NUMBER}/{LINE}\Z", work_orders.change_line, name="change_line"),
    re_path(rf"^{NUMBER}/export\.pdf\Z", documents.as_pdf, name="export_pdf"),
    re_path(rf"^{NUMBER}/export\.docx\Z", documents.as_word, name="export_docx"),
    re_path(rf"^{NUMBER}/delete\Z", steps.delete, name="delete"),
    re_path(rf"^{NUMBER}/restore\Z", steps.restore, name="restore"),
    re_path(rf"^{NUMBER}/erase\Z", steps.erase, name="erase"),
]
