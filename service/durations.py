"""How long something took or has waited, as people say it."""

from datetime import timedelta

from service.messages import Message, msg

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def duration(time: timedelta) -> Message:
    """The two largest units of a span: what is left over beneath them tells nobody anything."""
    if time < MINUTE:
        return msg("{seconds} 秒", seconds=max(0, int(time.total_seconds())))
    if time < HOUR:
        return msg("{minutes} 分钟", minutes=time // MINUTE)
    if time < DAY:
        return msg("{hours} 小时 {minutes} 分钟", hours=time // HOUR, minutes=time % HOUR // MINUTE)
    return msg("{days} 天 {hours} 小时", days=f"{time // DAY:,}", hours=time % DAY // HOUR)
