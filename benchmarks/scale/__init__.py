"""What a nation of firms costs: a generator of one, and the clocks over both stores."""
