"""市章: one picture."""

from django import forms


class CityMarkForm(forms.Form):
    """The picture as it was chosen; the service looks into it."""

    file = forms.FileField(
        label="市章の画像",
        help_text="PNGかJPEG、2MBまで。背景が透明なPNGを勧めます。長い辺が600画素を超える画像は縮小して保存します。",
        widget=forms.FileInput({"accept": ".png,.jpg,.jpeg"}),
        error_messages={"required": "画像を選んでください。", "empty": "ファイルが空です。"},
    )
