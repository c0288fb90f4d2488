"""Cards of 1200 × 630 pixels that social networks and messengers show beside a shared link."""
