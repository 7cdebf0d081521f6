"""Refusals of the workspace floor."""

from organizations.exceptions import PortalError


class JobStillRunning(PortalError):
    """A job that shows signs of life is not started a second time."""

    def __init__(self):
        super().__init__("この処理はまだ動いています。終わるのを待ってください。")


class MailNotConfigured(PortalError):
    """There is no mail server to send through."""

    def __init__(self):
        super().__init__(
            "メールサーバーが設定されていないため、送れません。"
            "サーバーの担当に EMAIL_URL の設定を依頼してください。"
        )


class AddressMissing(PortalError):
    """A person without an address asked for a mail."""

    def __init__(self):
        super().__init__(
            "あなたのメールアドレスが登録されていません。職員の編集ページで入力してから、もう一度試してください。"
        )
