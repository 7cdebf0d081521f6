"""市章: one page on which the planning section sets and removes the mark that papers bear."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from organizations.exceptions import FileRefused
from organizations.forms.marks import CityMarkForm
from organizations.history import Author
from organizations.models import CityMark
from organizations.services import marks as services
from organizations.views.finding import find_city


@require_http_methods(["GET", "POST"])
def city_mark_edit(request, code):
    city = find_city(request, code)
    form = CityMarkForm(request.POST, request.FILES) if request.method == "POST" else CityMarkForm()
    if form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            services.city_mark_set(municipality=city, content=content, author=Author.of(request))
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "市章を保存しました。次に印刷するものから載ります。")
            return redirect("organizations:city_mark_edit", code)
    mark = CityMark.objects.visible_to(request.user).filter(municipality=city).first()
    context = {"city": city, "form": form, "mark": mark}
    return render(request, "organizations/city_mark_edit.html", context)


@require_POST
def city_mark_delete(request, code):
    city = find_city(request, code)
    if mark := CityMark.objects.changeable_by(request.user).filter(municipality=city).first():
        services.city_mark_delete(mark=mark, author=Author.of(request))
        messages.success(request, "市章を取り除きました。これから印刷するものには載りません。")
    return redirect("organizations:city_mark_edit", code)
