"""What is done when a file is damaged, and before: salvage, plan, repair, backup."""
