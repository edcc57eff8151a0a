"""链图 LianTu in the browser: the router that ``liantu serve`` hands to Streamlit."""

from views.pages.shell import run

run()
