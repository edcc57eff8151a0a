"""目标企业: who belongs here, who makes what elsewhere, and why a firm is worth a call."""
