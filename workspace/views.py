def job_detail(request, **kwargs):
    raise NotImplementedError


def job_restart(request, **kwargs):
    raise NotImplementedError


def stored_file_download(request, **kwargs):
    raise NotImplementedError


def notice_list(request, **kwargs):
    raise NotImplementedError


